"""Repair common errors in transcripts, and count the repairs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from library.captions.account import Account
from library.captions.cue import Cue, Limits, TranscriptError
from library.captions.markup import unescape
from library.captions.rolling import unroll
from library.captions.times import in_order

_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
REVERSED_SHARE = 0.5
"""Maximum share of cues that end before they start; above it, the file is invalid."""
MAX_SPEAKER = 200


def repair(cues: Sequence[Cue], account: Account, limits: Limits) -> list[Cue]:
    """Return the cleaned cues in order. Raises TranscriptError if they cannot be repaired."""
    if len(cues) > limits.cues:
        raise TranscriptError(f"the file has {len(cues):,} cues; the maximum is {limits.cues:,}")
    _check_sizes(cues, limits)
    cleaned = [_clean(cue, account) for cue in cues]
    spoken = [cue for cue in cleaned if cue.text]
    if not spoken:
        raise TranscriptError("the cues have no text")
    if len(cleaned) > len(spoken):
        account.repairs["empty cues removed"] += len(cleaned) - len(spoken)
    _check_times(spoken, limits)
    return in_order(unroll(spoken, account), account.repairs)


def _check_sizes(cues: Sequence[Cue], limits: Limits) -> None:
    for number, cue in enumerate(cues, start=1):
        most = limits.text_characters if cue.start is None else limits.cue_characters
        if len(cue.text) > most:
            raise TranscriptError(
                f"the text has {len(cue.text):,} characters; the maximum is {most:,}", cue=number
            )


def _clean(cue: Cue, account: Account) -> Cue:
    text = _text(cue.text, account)
    # The account already contains the label as it appears in the file, so count only the repairs.
    of_names = Account(repairs=account.repairs)
    speaker = _text(cue.speaker, of_names)[:MAX_SPEAKER] if cue.speaker else ""
    return replace(cue, text=text, speaker=speaker)


def _text(text: str, account: Account) -> str:
    text = unescape(text, account)
    text, count = _CONTROL.subn("", text)
    account.repairs["control characters removed"] += count
    return " ".join(text.split())


def _check_times(cues: Sequence[Cue], limits: Limits) -> None:
    reversed_cues: list[int] = []
    for number, cue in enumerate(cues, start=1):
        for value in (cue.start, cue.end):
            if value is not None and not 0 <= value <= limits.seconds:
                raise TranscriptError(f"the time {value:g} s is out of range", cue=number)
        if cue.start is not None and cue.end is not None and cue.end < cue.start:
            reversed_cues.append(number)
    if len(reversed_cues) > REVERSED_SHARE * len(cues):
        number = reversed_cues[0]
        cue = cues[number - 1]
        raise TranscriptError(
            f"the end ({cue.end:g} s) is before the start ({cue.start:g} s), "
            f"as in {len(reversed_cues):,} of {len(cues):,} cues",
            cue=number,
        )
