"""Quality checks that find transcripts whose text is probably wrong.

The checks run before scoring. Each check compares a number with a limit that is well outside the
range found in 40 good transcripts from many sources (see docs/curation.md). If a transcript has no
times or too few words for a check, it passes that check.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import py3langid

from library.captions import Cue, ParsedTranscript
from library.captions.gate import Gate
from scoring.core.stance.stop_words import STOP_WORDS
from scoring.core.stance.weights import read_built_in
from scoring.core.stance.words import STEM, all_plain, plain, read_words

MIN_PACE, MAX_PACE = 60, 260
"""Limits for words per minute over the whole recording; good transcripts have 125 to 207."""
PHRASE, MAX_REPEATED = 8, 0.10
"""Words per phrase, and maximum share of repeated phrases; good transcripts have up to 0.015."""
MAX_LOOP, LOOP_PERIOD = 40, 24
"""Maximum length of loops, and longest period checked, in words; good transcripts reach 13."""
LANGUAGE, LANGUAGE_CHARACTERS = "en", 20_000
"""The language of the scorer, and the number of characters used to detect the language."""
MIN_COVERAGE, MAX_COVERAGE = 0.80, 1.10
"""Limits for the end of the last cue, as a share of the stated duration."""
MAX_UNKNOWN = 0.30
"""Maximum share of words unknown to the scorer; good transcripts have up to 0.127."""
MAX_DOUBLED, DOUBLED_WORDS = 0.05, 3
"""Maximum share of captions that repeat the previous caption. Captions with fewer than
DOUBLED_WORDS words are ignored."""
MAX_LABELLED = 0.10
"""Maximum share of cues that start with a time or label; good transcripts have up to 0.03."""
MAX_MARKUP = 0.005
"""Maximum share of words with markup; good transcripts have none."""
MIN_CUE_WORDS, MAX_CUE_WORDS, CUES = 1.5, 1_000, 20
"""Limits for the mean number of words per cue, and the minimum number of cues for a check."""
MIN_WORDS = 50
"""Minimum number of words for checks of the pace, the language or a share of all words."""

_LABEL = re.compile(
    r"\W{0,3}(?:\d{1,3}:[0-5]\d(?::[0-5]\d)?\b"
    r"|[A-Z][\w.'’-]{0,30}(?: [A-Z0-9][\w.'’-]{0,30}){0,3}:\s)"
)
_MARKUP = re.compile(
    r"</?[a-zA-Z][^<>\s]{0,40}[^<>]{0,200}>|\{\\[^{}]{0,60}\}|&(?:#\d{1,6}|[a-z]{2,8});|\*\*|\]\(http|\\N"
)


def check(cues: Sequence[Cue], *, stated_duration: float | None = None) -> list[Gate]:
    """Return the results of all checks; `stated_duration`, in seconds, is from the publisher."""
    return _all_gates(cues, _word_gates(cues), stated_duration)


def check_parsed(parsed: ParsedTranscript, *, stated_duration: float | None = None) -> list[Gate]:
    """Return the results of all checks, reusing any results of `with_word_gates`."""
    gates = parsed.word_gates or _word_gates(parsed.cues)
    return _all_gates(parsed.cues, gates, stated_duration)


def with_word_gates(parsed: ParsedTranscript) -> ParsedTranscript:
    """Return `parsed` with the results of the slow checks, which can take seconds.

    Call this before a transaction: on SQLite, a long transaction blocks all other writers.
    """
    if parsed.word_gates:
        return parsed
    return replace(parsed, word_gates=tuple(_word_gates(parsed.cues)))


def _all_gates(
    cues: Sequence[Cue], word_gates: Sequence[Gate], stated_duration: float | None
) -> list[Gate]:
    words = sum(len(cue.text.split()) for cue in cues)
    pace, coverage = _pace(cues, words, stated_duration), _coverage(cues, stated_duration)
    return [pace, *word_gates[:3], coverage, *word_gates[3:]]


def _word_gates(cues: Sequence[Cue]) -> list[Gate]:
    text = " ".join(cue.text for cue in cues)
    words = all_plain(read_words(text).words)
    return [
        _repeated(words),
        _loop(words),
        _language(text, len(words)),
        _unknown(words),
        _doubled(cues),
        _labelled(cues),
        _markup(text),
        _words_of_cues(cues, len(text.split())),
    ]


def _pace(cues: Sequence[Cue], words: int, stated: float | None) -> Gate:
    seconds = _last_time(cues) or stated
    if not seconds or words < MIN_WORDS:
        return Gate("words per minute", True, "Words per minute: unknown without timestamps.")
    pace = round(60 * words / seconds)
    return Gate(
        "words per minute",
        MIN_PACE <= pace <= MAX_PACE,
        f"Words per minute: {pace}; expected {MIN_PACE} to {MAX_PACE}.",
    )


def _repeated(words: Sequence[str]) -> Gate:
    phrases = Counter(zip(*(words[offset:] for offset in range(PHRASE)), strict=False))
    total = sum(phrases.values())
    again = sum(count for count in phrases.values() if count > 1)
    share = again / total if len(words) >= MIN_WORDS else 0.0
    return Gate(
        "repeated phrases",
        share <= MAX_REPEATED,
        f"Repeated phrases of {PHRASE} words: {_percent(share)}; at most {_percent(MAX_REPEATED)}.",
    )


def _loop(words: Sequence[str]) -> Gate:
    longest = longest_loop(words)
    return Gate(
        "loops",
        longest <= MAX_LOOP,
        f"Longest loop of repeated text: {longest} words; at most {MAX_LOOP}.",
    )


def longest_loop(words: Sequence[str]) -> int:
    """Return the length, in words, of the longest passage that repeats with a fixed period."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    longest = 0
    for period in range(1, min(LOOP_PERIOD, len(words) - 1) + 1):
        others = np.flatnonzero(codes[period:] != codes[:-period])
        gaps = np.diff(others, prepend=-1, append=len(words) - period)
        longest = max(longest, int(gaps.max()) - 1)
    return longest


def _language(text: str, words: int) -> Gate:
    if words < MIN_WORDS:
        return Gate("language", True, "Language: too few words to detect it.")
    try:
        language, _ = py3langid.classify(text[:LANGUAGE_CHARACTERS])
    except OSError as error:
        # py3langid unpacks its model to a temporary file, which fails if the disk is full.
        failure = f"no temporary file could be written: {error.strerror}"
        return Gate("language", True, f"Language: unknown, because {failure}.")
    return Gate(
        "language",
        language == LANGUAGE,
        f"Language: detected as {language!r}; the scorer only supports {LANGUAGE!r}.",
    )


def _coverage(cues: Sequence[Cue], stated: float | None) -> Gate:
    reached = _last_time(cues)
    if not stated or not reached:
        return Gate("coverage", True, "Coverage of the stated duration: unknown.")
    share = reached / stated
    return Gate(
        "coverage",
        MIN_COVERAGE <= share <= MAX_COVERAGE,
        f"The captions reach {_percent(share)} of the stated duration; "
        f"{_percent(MIN_COVERAGE)} to {_percent(MAX_COVERAGE)} is expected.",
    )


def _unknown(words: Sequence[str]) -> Gate:
    stems = vocabulary()
    missing = sum(1 for word in words if word[:STEM] not in stems)
    share = missing / len(words) if len(words) >= MIN_WORDS else 0.0
    return Gate(
        "unknown words",
        share <= MAX_UNKNOWN,
        f"Words unknown to the scorer: {_percent(share)}; at most {_percent(MAX_UNKNOWN)}.",
    )


def _doubled(cues: Sequence[Cue]) -> Gate:
    doubled = sum(
        1
        for before, now in pairwise(cues)
        if now.text.lower() == before.text.lower() and len(now.text.split()) >= DOUBLED_WORDS
    )
    share = doubled / len(cues) if cues else 0.0
    return Gate(
        "doubled captions",
        share <= MAX_DOUBLED,
        f"Captions that repeat the previous one: {_percent(share)}; "
        f"at most {_percent(MAX_DOUBLED)}.",
    )


def _labelled(cues: Sequence[Cue]) -> Gate:
    labelled = sum(1 for cue in cues if _LABEL.match(cue.text))
    share = labelled / len(cues) if len(cues) >= CUES else 0.0
    return Gate(
        "times and labels in the text",
        share <= MAX_LABELLED,
        f"Cues that start with a time or a speaker's name: {_percent(share)}; "
        f"at most {_percent(MAX_LABELLED)}.",
    )


def _markup(text: str) -> Gate:
    words = len(text.split())
    share = len(_MARKUP.findall(text)) / words if words >= MIN_WORDS else 0.0
    return Gate(
        "markup in the text",
        share <= MAX_MARKUP,
        f"Words with markup: {_percent(share)}; at most {_percent(MAX_MARKUP)}.",
    )


def _words_of_cues(cues: Sequence[Cue], words: int) -> Gate:
    timed = sum(1 for cue in cues if cue.start is not None)
    if timed < CUES or timed < len(cues):
        return Gate("words per cue", True, "Words per cue: too few timed cues to check.")
    mean = words / len(cues)
    return Gate(
        "words per cue",
        MIN_CUE_WORDS <= mean <= MAX_CUE_WORDS,
        f"Words per cue: {mean:.1f}; {MIN_CUE_WORDS:g} to {MAX_CUE_WORDS:,} is expected.",
    )


@cache
def vocabulary() -> frozenset[str]:
    """Return the stems in the default scorer's model, including stop words."""
    stems = {
        name for name in read_built_in()[0].rows if " " not in name and not name.startswith("!")
    }
    return frozenset(stems | {plain(word)[:STEM] for word in STOP_WORDS})


def _last_time(cues: Sequence[Cue]) -> float | None:
    times = [time for cue in cues for time in (cue.start, cue.end) if time is not None]
    return max(times, default=None)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
