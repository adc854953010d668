"""Summarise a parsed transcript before it is stored."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from library.captions.cue import Cue, ParsedTranscript

SAMPLE_WORDS = 10
LINE_WORDS = 20
LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SpeakerTurns:
    """A speaker's name, number of turns and number of words, and the first words as a sample."""

    name: str
    turns: int
    words: int
    sample: str


def speaker_turns(parsed: ParsedTranscript) -> list[SpeakerTurns]:
    """Return the speakers in order of first appearance; unknown speakers have the name ''."""
    turns, words = Counter[str](), Counter[str]()
    samples: dict[str, str] = {}
    for name, cues in groupby(parsed.cues, key=lambda cue: cue.speaker):
        turns[name] += 1
        for cue in cues:
            words[name] += len(cue.text.split())
            samples.setdefault(name, shortened(cue.text, SAMPLE_WORDS))
    return [SpeakerTurns(name, turns[name], words[name], samples[name]) for name in turns]


def shortened(text: str, words: int) -> str:
    """Return the first `words` words of a text, with an ellipsis if there are more."""
    parts = text.split(maxsplit=words)
    return text if len(parts) <= words else " ".join(parts[:words]) + "…"


def summary_lines(parsed: ParsedTranscript) -> Iterator[str]:
    """Yield the output lines of a dry run."""
    timed = [cue for cue in parsed.cues if cue.start is not None]
    yield f"Format: {parsed.format}; {len(parsed.cues):,} cues, {parsed.word_count:,} words"
    if timed:
        last = max(cue.end if cue.end is not None else cue.start or 0.0 for cue in timed)
        yield f"Times: {len(timed):,} cues, from {timed[0].start:g} s to {last:g} s"
    else:
        yield "Times: none"
    for speaker in speaker_turns(parsed):
        yield (
            f"Speaker {speaker.name or '(no name)'}: {speaker.turns:,} turns, "
            f"{speaker.words:,} words: {speaker.sample}"
        )
    for part in parsed.left_out:
        yield f"Left out, {part.reason}: {part.words:,} words: {part.opening}"
    for kind, count in parsed.repairs.items():
        yield f"Repaired, {kind}: {count:,}"
    for label, cues in (("First", parsed.cues[:LINES_SHOWN]), ("Last", parsed.cues[-LINES_SHOWN:])):
        yield from (f"{label}: {_line(cue)}" for cue in cues)


def _line(cue: Cue) -> str:
    start = "" if cue.start is None else f"{cue.start:g} s "
    speaker = f"{cue.speaker}: " if cue.speaker else ""
    return f"{start}{speaker}{shortened(cue.text, LINE_WORDS)}"
