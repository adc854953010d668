"""Captions that roll: each says the last line again, so that words would count twice."""

from collections.abc import Sequence
from dataclasses import replace

from library.captions.account import Account
from library.captions.cue import Cue

ROLLING_SHARE = 0.4
"""Share of captions that begin with the words before from which rolling is the rule of a file."""
GROWN_SHARE = 0.1
"""Share of captions that say the last words again and go on, in a file whose captions roll."""
MAX_OVERLAP = 60
REPEATED = "words repeated by rolling captions"
DOUBLED = "captions that are there twice"


def unroll(cues: Sequence[Cue], account: Account) -> list[Cue]:
    """Return the cues with each word once where captions roll.

    Only where rolling is the rule of the file, so that a speaker may repeat himself elsewhere:
    the captions that repeat must be of several lines, with new words among them.
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
    """Return how many words at the end of `before` stand again at the beginning of `after`."""
    for length in range(min(len(before), len(after), MAX_OVERLAP), 0, -1):
        if before[-length:] == after[:length]:
            return length
    return 0


def _without_doubles(cues: Sequence[Cue], account: Account) -> list[Cue]:
    """Return the cues without those that are the one before again, times and all."""
    kept: list[Cue] = []
    for cue in cues:
        if kept and cue == kept[-1] and cue.start is not None:
            account.repairs["doubled cues dropped"] += 1
            account.leave_out(DOUBLED, cue.text)
        else:
            kept.append(cue)
    return kept
