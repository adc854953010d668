"""Find the segments that are mostly advertising, by speaker names or by typical phrases."""

import re
from collections.abc import Collection, Sequence

from scoring.core.slicing import TimedText

ADVERT_SHARE = 0.5
"""A segment is advertising if adverts make up more than this share of its words."""
MIN_PHRASES = 2
"""A text is advertising if it contains at least this many different advertising phrases."""

_SITE = r"\b\w[\w'-]{0,40}\s?(?:\.|\bdot\s)(?:com|ai|io|org|co|dev|net)\b"
_PHRASES = rf"""
{_SITE}\s?(?:/|(?:forward\s)?slash)
\b(?:visit|go\sto|head\s(?:over\s)?to|(?:sign\sup|scale|available|learn\smore)\sat)\s{_SITE}
\bcheck\s(?:it|them|us)\sout\sat\s{_SITE}
\bpromo(?:tional)?\scode|\buse\s(?:the\s)?code\b|(?:\d\s?(?:%|percent)|\$[\d,]+)\soff\b
\bfree\strial\b|\bmoney[-\s]back\sguarantee|\bterms\sand\sconditions\b
\bget\sstarted\s(?:today|for\sfree)|\bsign\sup\s(?:today|for\sfree)
\btry\s\w+\s(?:for\sfree|today)
\bbrought\sto\syou\sby\b|\bexcited\sto\spartner\swith\b|\bsponsor\sof\s(?:this|today)
"""
_ADVERTISES = re.compile("|".join(_PHRASES.split()), re.IGNORECASE)
RULES = (MIN_PHRASES, _ADVERTISES.pattern)
"""What decides whether a text is advertising; part of a scorer's version."""


def advertises(text: str) -> bool:
    """Return whether `text` is advertising, or an introduction with an advert."""
    phrases = {match.group().casefold() for match in _ADVERTISES.finditer(text)}
    return len(phrases) >= MIN_PHRASES


def advert_segments(
    cues: Sequence[TimedText], begins: Sequence[tuple[int, int]], adverts: Collection[str]
) -> list[int]:
    """Return the numbers (from 1) of the segments that consist mostly of adverts.

    `adverts` contains the speaker names that mark cues as adverts. `begins` contains the start of
    each segment as a pair (cue, word in the cue), both counted from 0.
    """
    lengths = [len(cue.text.split()) for cue in cues]
    segments: list[int] = []
    for index, (cue, word) in enumerate(begins):
        end = begins[index + 1] if index + 1 < len(begins) else (len(cues), 0)
        words = advert_words = 0
        for number in range(cue, min(end[0] + 1, len(cues))):
            first = word if number == cue else 0
            last = end[1] if number == end[0] else lengths[number]
            words += last - first
            advert_words += last - first if cues[number].speaker in adverts else 0
        if advert_words > ADVERT_SHARE * words:
            segments.append(index + 1)
    return segments
