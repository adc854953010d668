"""Rolling captions: each repeats the previous line, so that words would count twice."""

from collections.abc import Sequence
from dataclasses import replace

from library.captions.account import Account
from library.captions.cue import Cue

ROLLING_SHARE = 0.4
"""Minimum share of captions that begin with the previous words for a file to count as rolling."""
GROWN_SHARE = 0.1
"""Minimum share of captions that repeat the previous words and add to them, in a rolling file."""
MAX_OVERLAP = 60
REPEATED = "words repeated by rolling captions"
DOUBLED = "captions that are there twice"


def unroll(cues: Sequence[Cue], account: Account) -> list[Cue]:
    """Return the cues of a rolling file with each word once; drop exact duplicates in others.

    Speakers can repeat themselves. So a file is rolling only if many of its captions repeat two or
    more words of the previous one, and some of them add new words.
    """
    words = [cue.text.split() for cue in cues]
    overlaps = [0] * len(cues)
    previous: list[str] = []
    for place, current in enumerate(words):
        overlaps[place] = _overlap(previous, current) if cues[place].start is not None else 0
        # The cue between two lines repeats the first line whole.
        previous = current
    rolling = sum(1 for overlap in overlaps if overlap >= 2)
    grown = sum(1 for overlap, now in zip(overlaps, words, strict=True) if 1 < overlap < len(now))
    steps = len(cues) - 1
    is_rule = steps >= 3 and rolling >= ROLLING_SHARE * steps and grown >= GROWN_SHARE * steps
    return _once(cues, words, overlaps, account) if is_rule else _without_doubles(cues, account)


def _once(
    cues: Sequence[Cue],
    words: Sequence[Sequence[str]],
    overlaps: Sequence[int],
    account: Account,
) -> list[Cue]:
    kept: list[Cue] = []
    for cue, current, overlap in zip(cues, words, overlaps, strict=True):
        if overlap:
            account.repairs["rolling lines unrolled"] += 1
            account.leave_out(REPEATED, " ".join(current[:overlap]))
        if overlap < len(current):
            kept.append(replace(cue, text=" ".join(current[overlap:])))
    return kept


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many words at the end of `before` are repeated at the beginning of `after`."""
    for length in range(min(len(before), len(after), MAX_OVERLAP), 0, -1):
        if before[-length:] == after[:length]:
            return length
    return 0


def _without_doubles(cues: Sequence[Cue], account: Account) -> list[Cue]:
    """Return the cues without exact duplicates of the previous cue, including its times."""
    kept: list[Cue] = []
    for cue in cues:
        if kept and cue == kept[-1] and cue.start is not None:
            account.repairs["doubled cues dropped"] += 1
            account.leave_out(DOUBLED, cue.text)
        else:
            kept.append(cue)
    return kept
