"""Other parsers read the same content from the caption files that we write."""

import html
import io
import json
from collections.abc import Sequence

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from library.captions import Cue, read_transcript
from library.captions.write import Heading, write_podcast_json, write_srt, write_vtt
from tests.paths import REAL

HEADING = Heading("A talk --> or two", "NOTE & Co", "1\n00:01 --> 00:02", "https://x.org/t")
Row = tuple[int, int, str, str]

TEXT = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12),
    st.sampled_from(
        ["a < b", "R&D", "&amp;", "-->", "<i>x</i>", "7", "NOTE", "WEBVTT", "{b}", "Ann: no",
         "00:00:01,000 --> 00:00:02,000", "<v Ben>", "fünf", "日本語"]
    ),
)  # fmt: skip
WORDS = st.lists(TEXT, min_size=1, max_size=6).map(" ".join)
NAMES = st.sampled_from(["", "Ann Lee", "R&D <b>", "Dr. Øre", "A: B"])
GAPS = st.tuples(st.integers(0, 90_000), st.integers(1, 4_000_000))


@st.composite
def cue_lists(draw: st.DrawFn) -> list[Cue]:
    cues, at = [], 0
    for _ in range(draw(st.integers(1, 8))):
        gap, length = draw(GAPS)
        start, at = at + gap, at + gap + length
        cues.append(Cue(draw(WORDS), start / 1000, at / 1000, draw(NAMES)))
    return cues


def rows_of(cues: Sequence[Cue]) -> list[Row]:
    """Return start and end in milliseconds, one apart at least, the speaker, and the words."""
    found = []
    for cue in cues:
        start = round(1000 * (cue.start or 0))
        end = max(round(1000 * (cue.end or 0)), start + 1)
        found.append((start, end, cue.speaker, " ".join(cue.text.split())))
    return found


def by_webvtt(text: str) -> list[Row]:
    return [
        (_milliseconds(found.start), _milliseconds(found.end), html.unescape(found.voice or ""),
         html.unescape(found.text))
        for found in webvtt.from_buffer(io.StringIO(text))
    ]  # fmt: skip


def by_srt(text: str) -> list[tuple[int, int, str]]:
    found = list(srt.parse(text))
    assert [each.index for each in found] == list(range(1, len(found) + 1))
    return [
        (round(each.start.total_seconds() * 1000), round(each.end.total_seconds() * 1000),
         each.content)
        for each in found
    ]  # fmt: skip


def spoken(rows: Sequence[Row]) -> list[tuple[int, int, str]]:
    return [(start, end, f"{name}: {said}" if name else said) for start, end, name, said in rows]


def _milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return round(1000 * (3600 * int(hours) + 60 * int(minutes) + float(seconds)))


@given(cue_lists())
def test_webvtt_round_trips(cues: list[Cue]) -> None:
    assert by_webvtt(write_vtt(cues, HEADING)) == rows_of(cues)


@given(cue_lists())
def test_subrip_round_trips(cues: list[Cue]) -> None:
    assert by_srt(write_srt(cues, HEADING)) == spoken(rows_of(cues))


@given(cue_lists())
def test_podcast_json_round_trips(cues: list[Cue]) -> None:
    said = json.loads(write_podcast_json(cues, HEADING))["segments"]

    found = [Cue(x["body"], x["startTime"], x["endTime"], x.get("speaker", "")) for x in said]
    assert rows_of(found) == rows_of(cues)


@pytest.mark.parametrize("write", [write_vtt, write_srt])
def test_a_cue_without_a_valid_end_still_ends_after_its_start(write) -> None:
    text = write([Cue("One.", 1.0), Cue("Two.", 3.0, 3.0), Cue("Three.", 9.0)], HEADING)

    read = by_srt(text) if write is write_srt else by_webvtt(text)
    assert [row[:2] for row in read] == [(1000, 3000), (3000, 3001), (9000, 9001)]


REAL_FILES = sorted(REAL.glob("*")) if REAL.is_dir() else []


@pytest.mark.skipif(not REAL_FILES, reason="no folder of real transcripts")
def test_all_real_timed_transcripts_round_trip() -> None:
    read = 0
    for path in REAL_FILES:
        if path.name in ("README.md", "manifest.json"):
            continue
        parsed = read_transcript(path.read_bytes(), path.name)
        if not parsed.is_timed:
            continue
        cues = [cue for cue in parsed.cues if cue.start is not None and cue.end is not None]
        read += 1
        assert by_webvtt(write_vtt(cues, HEADING)) == rows_of(cues), path.name
        assert by_srt(write_srt(cues, HEADING)) == spoken(rows_of(cues)), path.name
    assert read >= 10
