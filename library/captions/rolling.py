"""Remove repetition from rolling captions, in which each caption repeats the previous line."""

from collections.abc import Sequence
from dataclasses import replace

from library.captions.account import Account
from library.captions.cue import Cue

ROLLING_SHARE = 0.4
"""Minimum share of captions in a rolling file that start with words of the previous caption."""
GROWN_SHARE = 0.1
"""Minimum share of captions in a rolling file that repeat previous words and add new words."""
MAX_OVERLAP = 60
REPEATED = "words repeated by rolling captions"
DOUBLED = "duplicate captions"


def unroll(cues: Sequence[Cue], account: Account) -> list[Cue]:
    """Remove repeated words from rolling captions or, in other files, exact duplicates.

    Speakers can repeat themselves, so the captions are treated as rolling only if many of them
    repeat at least two words of the previous caption and some of these also add new words.
    """
    words = [cue.text.split() for cue in cues]
    overlaps = [0] * len(cues)
    previous: list[str] = []
    for index, current in enumerate(words):
        overlaps[index] = _overlap(previous, current) if cues[index].start is not None else 0
        # Include cues that only repeat a line, because the next cue can repeat the line again.
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
    unrolled: list[Cue] = []
    for cue, current, overlap in zip(cues, words, overlaps, strict=True):
        if overlap:
            account.repairs["repeated lines of rolling captions removed"] += 1
            account.leave_out(REPEATED, " ".join(current[:overlap]))
        if overlap < len(current):
            unrolled.append(replace(cue, text=" ".join(current[overlap:])))
    return unrolled


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """Return the number of words at the end of `before` that `after` repeats at its start."""
    for length in range(min(len(before), len(after), MAX_OVERLAP), 0, -1):
        if before[-length:] == after[:length]:
            return length
    return 0


def _without_doubles(cues: Sequence[Cue], account: Account) -> list[Cue]:
    """Remove timed cues that equal the previous cue, including its times."""
    unique: list[Cue] = []
    for cue in cues:
        if unique and cue == unique[-1] and cue.start is not None:
            account.repairs["duplicate cues removed"] += 1
            account.leave_out(DOUBLED, cue.text)
        else:
            unique.append(cue)
    return unique
