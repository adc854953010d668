"""No text is lost silently: every word of a file is either stored or accounted for.

`FUZZ_FILES` is the number of mutated files (default 400; 20,000 before a release).
"""

import os
import random
import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.captions import ParsedTranscript, TranscriptError, read_transcript
from library.captions.cue import Limits
from library.captions.decode import decode
from tests.library.captions.files import BY_LETTER, FORMATS, mutated, turns, word_file

FUZZ_FILES = int(os.environ.get("FUZZ_FILES", "400"))
BATCHES = 8
LONGEST = 1.0
"""Seconds that a small file may take at most."""
LETTERS = frozenset(("webvtt", "srt", "sbv", "text", "markdown"))
"""Formats whose letters are all in the cues or in the account."""


def letters(*texts: str) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if letter.isalnum())


def read_or_none(data: bytes, name: str) -> ParsedTranscript | None:
    """Return the parsed file, or None if it is rejected."""
    try:
        return read_transcript(data, name)
    except TranscriptError:
        return None


def assert_accounted(data: bytes, parsed: ParsedTranscript) -> None:
    """Check that every letter of a text is in its cues or in the account."""
    account = parsed.account
    there = letters(decode(data, Limits()), *account.gained)
    stored = letters(
        *(cue.text for cue in parsed.cues),
        *account.labels,
        *account.markup,
        *account.left_out_texts,
    )
    assert there == stored, (there - stored, stored - there)


@given(st.integers(0, 10**9), st.sampled_from(sorted(BY_LETTER)))
def test_every_letter_of_a_text_is_stored_or_accounted_for(seed: int, name: str) -> None:
    data = FORMATS[name](turns(random.Random(seed))).encode()

    assert_accounted(data, read_transcript(data, name))


@given(st.integers(0, 10**9), st.sampled_from(sorted(FORMATS)))
def test_every_spoken_word_is_stored(seed: int, name: str) -> None:
    said = turns(random.Random(seed))
    data = FORMATS[name](said).encode()

    parsed = read_transcript(data, name)

    words = " ".join(turn.text for turn in said)
    stored = Counter(" ".join(cue.text for cue in parsed.cues).split())
    left_out = Counter(" ".join(parsed.account.left_out_texts).replace("*", "").split())
    missing = Counter(re.sub(r"\[laughs\]", "", words).split()) - stored - left_out
    assert not missing


@given(st.integers(0, 10**9))
def test_every_paragraph_of_a_word_file_is_stored(seed: int) -> None:
    lines = FORMATS["a.txt"](turns(random.Random(seed)))

    parsed = read_transcript(word_file(lines), "a.docx")

    account = parsed.account
    stored = letters(*(cue.text for cue in parsed.cues), *account.labels, *account.left_out_texts)
    assert parsed.format == "docx"
    assert stored == letters(lines)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_file_is_rejected_or_fully_accounted_for(batch: int) -> None:
    chance = random.Random(batch)
    for _ in range(FUZZ_FILES // BATCHES):
        name = chance.choice(sorted(FORMATS))
        other = FORMATS[chance.choice(sorted(FORMATS))](turns(chance)).encode()
        data = mutated(FORMATS[name](turns(chance)).encode(), other, chance)
        begun = time.perf_counter()
        parsed = read_or_none(data, name)
        assert time.perf_counter() - begun < LONGEST
        if parsed is not None and parsed.format in LETTERS:
            assert_accounted(data, parsed)


@pytest.mark.parametrize("batch", range(2))
def test_a_damaged_word_file_is_parsed_or_rejected(batch: int) -> None:
    chance = random.Random(batch)
    for _ in range(FUZZ_FILES // 40):
        whole = word_file(FORMATS["a.txt"](turns(chance)))
        parsed = read_or_none(mutated(whole, whole, chance), "a.docx")
        assert parsed is None or parsed.word_count
