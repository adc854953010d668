"""Parsing takes linear time, whatever the content."""

from contextlib import suppress
from time import process_time

import pytest

from library.captions.cue import TranscriptError
from library.captions.read import read_transcript

SHAPES = {
    "spaces at the beginning": ("", " "),
    "spaces after a name": ("NaN\t", " "),
    "comments without an end": ("", "<!--"),
    "stars": ("", "*a "),
    "underscores": ("", "_a "),
    "strong": ("", "**"),
    "links without an end": ("", "[a]("),
    "brackets": ("", "[["),
    "times without an end": ("", "[00:00 "),
    "names": ("", "Ann: "),
    "words of a name": ("A", " a"),
    "tags": ("", "<"),
    "entities": ("", "&#"),
    "stars after a tag": ("<x-evil>", "*"),
}
HEADS = {
    "text": "",
    "txt": "Ann: hello there friend\n\n",
    "md": "**Ann:** hello there friend\n\n",
    "vtt": "WEBVTT\n\n00:00.000 --> 00:05.000\n",
    "srt": "1\n00:00:00,000 --> 00:00:05,000\n",
}


def _seconds(head: str, shape: tuple[str, str], times: int, name: str) -> float:
    content = f"{head}{shape[0]}{shape[1] * times}\nhello there\n".encode()
    best = float("inf")
    for _ in range(3):
        begun = process_time()
        with suppress(TranscriptError):
            read_transcript(content, name)
        best = min(best, process_time() - begun)
    return best


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", HEADS)
def test_parsing_takes_linear_time(shape: str, kind: str) -> None:
    short, long = (
        _seconds(HEADS[kind], SHAPES[shape], times, f"a.{kind}") for times in (4_000, 16_000)
    )
    # Squared growth would be 16; what takes a few milliseconds is too short to compare.
    assert long <= 9 * max(short, 0.005)
