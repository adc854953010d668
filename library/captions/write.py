"""Write transcripts as WebVTT, SubRip, text, Markdown and Podcasting 2.0 JSON.

Files in every format except SubRip include a header that states their origin. WebVTT and SubRip are
available only for timed transcripts.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from library.captions.cue import Cue
from library.text.markdown import escape_markdown
from library.text.number_formats import clock

MIN_SECONDS = 0.001
"""Minimum duration of a cue in seconds; many players skip cues that have no duration."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The header of an exported file: title, show, provenance and URL."""

    title: str
    show: str
    provenance: str
    address: str

    @property
    def lines(self) -> list[str]:
        return [f"{self.title} ({self.show})", self.provenance, self.address]


@dataclass(frozen=True, slots=True)
class Format:
    """A download format: file extension, media type, and whether it needs times."""

    ending: str
    title: str
    media_type: str
    timed: bool
    write: Callable[[Sequence[Cue], Heading], str]


def write_vtt(cues: Sequence[Cue], heading: Heading) -> str:
    """Return WebVTT, with speakers as voice spans."""
    note = "\n".join(_one_line(line).replace("-->", "→") for line in heading.lines)
    blocks = ["WEBVTT", f"NOTE\n{note}"]
    for cue in _timed(cues):
        text = _escape(_one_line(cue.text))
        voice = f"<v {_escape(_one_line(cue.speaker))}>" if cue.speaker else ""
        blocks.append(f"{_stamp(cue.start)} --> {_stamp(cue.end)}\n{voice}{text}")
    return "\n\n".join(blocks) + "\n"


def write_srt(cues: Sequence[Cue], heading: Heading) -> str:
    """Return SubRip, with numbered cues that begin with the speaker's name."""
    blocks = []
    for number, cue in enumerate(_timed(cues), start=1):
        speaker = f"{_one_line(cue.speaker)}: " if cue.speaker else ""
        times = f"{_stamp(cue.start)} --> {_stamp(cue.end)}".replace(".", ",")
        blocks.append(f"{number}\n{times}\n{speaker}{_one_line(cue.text)}")
    return "\n\n".join(blocks) + "\n"


def write_text(cues: Sequence[Cue], heading: Heading) -> str:
    """Return plain text, with one paragraph per turn."""
    turns = [f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in _turns(cues)]
    return "\n\n".join(["\n".join(heading.lines), *turns]) + "\n"


def write_markdown(cues: Sequence[Cue], heading: Heading) -> str:
    """Return Markdown, with one paragraph per turn and the start time of each turn.

    Any Markdown or HTML in the spoken text is escaped.
    """
    origin = [escape_markdown(heading.provenance), heading.address]
    parts = [f"# {escape_markdown(heading.title)}", "\n".join(f"> {line}  " for line in origin)]
    for turn in _turns(cues):
        at = f" ({clock(turn.start)})" if turn.start is not None else ""
        text = escape_markdown(turn.text)
        parts.append(f"**{escape_markdown(turn.speaker)}**{at}: {text}" if turn.speaker else text)
    return "\n\n".join(parts) + "\n"


def write_podcast_json(cues: Sequence[Cue], heading: Heading) -> str:
    """Return Podcasting 2.0 JSON, omitting unknown values."""
    segments = []
    for cue in cues:
        row = {
            "speaker": cue.speaker,
            "startTime": cue.start,
            "endTime": cue.end,
            "body": _one_line(cue.text),
        }
        segments.append({key: value for key, value in row.items() if value not in ("", None)})
    value = {
        "version": "1.0.0",
        "title": heading.title,
        "source": heading.provenance,
        "url": heading.address,
        "segments": segments,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


FORMATS = {
    each.ending: each
    for each in (
        Format("vtt", "WebVTT", "text/vtt", timed=True, write=write_vtt),
        Format("srt", "SubRip", "application/x-subrip", timed=True, write=write_srt),
        Format("txt", "plain text", "text/plain", timed=False, write=write_text),
        Format("md", "Markdown", "text/markdown", timed=False, write=write_markdown),
        Format("json", "JSON", "application/json", timed=False, write=write_podcast_json),
    )
}


def formats_for(*, timed: bool) -> list[Format]:
    """Return the formats available for a transcript with or without times."""
    return [each for each in FORMATS.values() if timed or not each.timed]


def _timed(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the timed cues; a cue without an end time ends at the start of the next cue."""
    timed = [cue for cue in cues if cue.start is not None]
    for cue, following in zip_longest(timed, timed[1:]):
        end = cue.end if cue.end is not None or following is None else following.start
        end = max(end or 0.0, (cue.start or 0.0) + MIN_SECONDS)
        yield cue if cue.end == end else replace(cue, end=end)


def _turns(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Merge the cues of each turn into one cue; cues without a speaker stay separate."""
    numbered = enumerate(cues)
    for (speaker, _), group in groupby(numbered, _same_turn):
        turn = [cue for _, cue in group]
        yield Cue(" ".join(_one_line(cue.text) for cue in turn), turn[0].start, None, speaker)


def _same_turn(numbered: tuple[int, Cue]) -> tuple[str, str | int]:
    number, cue = numbered
    return cue.speaker, cue.speaker or number


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float | None) -> str:
    milliseconds = round((seconds or 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
