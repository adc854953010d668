"""Quality checks of a transcript: can its words be a faithful record? Plain Python.

`check` reads a transcript before it is scored. Each gate is one rule with its number; the limits
lie well beyond what 40 good transcripts of many makings were found to have (docs/curation.md).
A gate that cannot be decided, because a time is not known or there are too few words, passes.
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

SLOWEST, FASTEST = 60, 260
"""Words a minute over the whole recording; good ones have 125 to 207."""
PHRASE, MOST_REPEATED = 8, 0.10
"""Words of a phrase, and the share of phrases said more than once; good ones have at most 0.015."""
LONGEST_LOOP, LOOP_PERIOD = 40, 24
"""Words that only say again what was said up to 24 words before; good ones have at most 13."""
LANGUAGE, LANGUAGE_CHARACTERS = "en", 20_000
"""The one language that the scorer has learned, and how much of the text is read for it."""
LEAST_COVERAGE, MOST_COVERAGE = 0.80, 1.10
"""Share of the stated duration that the captions reach; none of the good ones states it."""
MOST_UNKNOWN = 0.30
"""Share of words that the scorer has never met; good ones have at most 0.127."""
MOST_DOUBLED, DOUBLED_WORDS = 0.05, 3
"""Share of captions of three words or more that say the last one again; at most 0.005 seen."""
MAX_LABELLED = 0.10
"""Share of cues whose words begin with a time or a speaker's label; good ones have at most 0.03."""
MAX_MARKUP = 0.005
"""Share of words that hold markup; good ones have none."""
MIN_CUE_WORDS, MAX_CUE_WORDS, CUES = 1.5, 1_000, 20
"""Words of a cue on average, and the number of cues from which that is a rule."""
FEWEST_WORDS = 50
"""Words under which shares and languages say nothing."""

_LABEL = re.compile(
    r"\W{0,3}(?:\d{1,3}:[0-5]\d(?::[0-5]\d)?\b"
    r"|[A-Z][\w.'’-]{0,30}(?: [A-Z0-9][\w.'’-]{0,30}){0,3}:\s)"
)
_MARKUP = re.compile(
    r"</?[a-zA-Z][^<>\s]{0,40}[^<>]{0,200}>|\{\\[^{}]{0,60}\}|&(?:#\d{1,6}|[a-z]{2,8});|\*\*|\]\(http|\\N"
)


def check(cues: Sequence[Cue], *, stated_duration: float | None = None) -> list[Gate]:
    """Return what every gate says of `cues`; `stated_duration` is the publisher's, in seconds."""
    return _all_gates(cues, _word_gates(cues), stated_duration)


def check_parsed(parsed: ParsedTranscript, *, stated_duration: float | None = None) -> list[Gate]:
    """Like `check`, without the slow part if `with_word_gates` has done it."""
    gates = parsed.word_gates or _word_gates(parsed.cues)
    return _all_gates(parsed.cues, gates, stated_duration)


def with_word_gates(parsed: ParsedTranscript) -> ParsedTranscript:
    """Return `parsed` with the gates of its words, which need seconds for a long transcript.

    Call it before a transaction: on SQLite, every other writer waits for the end of one.
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
    if not seconds or words < FEWEST_WORDS:
        return Gate("words per minute", True, "Words per minute: not known without times.")
    pace = round(60 * words / seconds)
    return Gate(
        "words per minute",
        SLOWEST <= pace <= FASTEST,
        f"Words per minute: {pace}; speech has {SLOWEST} to {FASTEST}.",
    )


def _repeated(words: Sequence[str]) -> Gate:
    phrases = Counter(zip(*(words[place:] for place in range(PHRASE)), strict=False))
    total = sum(phrases.values())
    again = sum(count for count in phrases.values() if count > 1)
    share = again / total if len(words) >= FEWEST_WORDS else 0.0
    return Gate(
        "repeated phrases",
        share <= MOST_REPEATED,
        f"Phrases of {PHRASE} words said more than once: {_percent(share)}; "
        f"at most {_percent(MOST_REPEATED)}.",
    )


def _loop(words: Sequence[str]) -> Gate:
    longest = longest_loop(words)
    return Gate(
        "loops",
        longest <= LONGEST_LOOP,
        f"Longest stretch that only repeats what was just said: {longest} words; "
        f"at most {LONGEST_LOOP}.",
    )


def longest_loop(words: Sequence[str]) -> int:
    """Return the length of the longest stretch each of whose words was said as far before it."""
    numbers: dict[str, int] = {}
    said = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    longest = 0
    for period in range(1, min(LOOP_PERIOD, len(words) - 1) + 1):
        others = np.flatnonzero(said[period:] != said[:-period])
        gaps = np.diff(others, prepend=-1, append=len(words) - period)
        longest = max(longest, int(gaps.max()) - 1)
    return longest


def _language(text: str, words: int) -> Gate:
    if words < FEWEST_WORDS:
        return Gate("language", True, "Language: too few words to tell.")
    try:
        found, _ = py3langid.classify(text[:LANGUAGE_CHARACTERS])
    except OSError as error:
        # It unpacks its model into a scratch file first; a full disk is no fault of the words.
        return Gate("language", True, f"Language: not known; no scratch file: {error.strerror}.")
    return Gate(
        "language",
        found == LANGUAGE,
        f"Language: reads as {found!r}; the scorer knows {LANGUAGE!r} only.",
    )


def _coverage(cues: Sequence[Cue], stated: float | None) -> Gate:
    reached = _last_time(cues)
    if not stated or not reached:
        return Gate("coverage", True, "Coverage of the stated duration: not known.")
    share = reached / stated
    return Gate(
        "coverage",
        LEAST_COVERAGE <= share <= MOST_COVERAGE,
        f"The captions reach {_percent(share)} of the stated duration; "
        f"{_percent(LEAST_COVERAGE)} to {_percent(MOST_COVERAGE)} is right.",
    )


def _unknown(words: Sequence[str]) -> Gate:
    known = vocabulary()
    missing = sum(1 for word in words if word[:STEM] not in known)
    share = missing / len(words) if len(words) >= FEWEST_WORDS else 0.0
    return Gate(
        "unknown words",
        share <= MOST_UNKNOWN,
        f"Words that the scorer has never met: {_percent(share)}; "
        f"at most {_percent(MOST_UNKNOWN)}.",
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
        share <= MOST_DOUBLED,
        f"Captions that say the one before again: {_percent(share)}; "
        f"at most {_percent(MOST_DOUBLED)}.",
    )


def _labelled(cues: Sequence[Cue]) -> Gate:
    labelled = sum(1 for cue in cues if _LABEL.match(cue.text))
    share = labelled / len(cues) if len(cues) >= CUES else 0.0
    return Gate(
        "times and labels in the words",
        share <= MAX_LABELLED,
        f"Cues whose words begin with a time or a speaker's name: {_percent(share)}; "
        f"at most {_percent(MAX_LABELLED)}.",
    )


def _markup(text: str) -> Gate:
    words = len(text.split())
    share = len(_MARKUP.findall(text)) / words if words >= FEWEST_WORDS else 0.0
    return Gate(
        "markup in the words",
        share <= MAX_MARKUP,
        f"Words with markup: {_percent(share)}; at most {_percent(MAX_MARKUP)}.",
    )


def _words_of_cues(cues: Sequence[Cue], words: int) -> Gate:
    timed = sum(1 for cue in cues if cue.start is not None)
    if timed < CUES or timed < len(cues):
        return Gate("words per cue", True, "Words per cue: too few cues with times to tell.")
    mean = words / len(cues)
    return Gate(
        "words per cue",
        MIN_CUE_WORDS <= mean <= MAX_CUE_WORDS,
        f"Words per cue: {mean:.1f}; {MIN_CUE_WORDS:g} to {MAX_CUE_WORDS:,} is usual.",
    )


@cache
def vocabulary() -> frozenset[str]:
    """Return the stems that the default scorer has learned, and the words it passes over."""
    stems = {
        name for name in read_built_in()[0].rows if " " not in name and not name.startswith("!")
    }
    return frozenset(stems | {plain(word)[:STEM] for word in STOP_WORDS})


def _last_time(cues: Sequence[Cue]) -> float | None:
    times = [time for cue in cues for time in (cue.start, cue.end) if time is not None]
    return max(times, default=None)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
