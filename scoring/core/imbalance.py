"""Warn when nearly all scores of the library fall in one band."""

from collections.abc import Sequence

from scoring.core.spectrum import Band

MAX_SHARE = 0.9
"""A band with more than this share of all segments causes a warning. Keyword counting puts 95 to
98 % of segments in the mixed band."""
MIN_SEGMENTS = 200
"""Minimum number of segments for a warning. A smaller library can be unbalanced by chance."""


def alarm_of(counts: Sequence[int]) -> str:
    """Return a warning if one band has over 90 % of all segments, else ''.

    `counts` contains the number of segments in each band, in the order of `Band`.
    """
    total = sum(counts)
    if total < MIN_SEGMENTS or max(counts) <= MAX_SHARE * total:
        return ""
    band = list(Band)[list(counts).index(max(counts))]
    share = 100 * max(counts) / total
    return f"{share:.0f} % of the library's {total:,} segments are scored {band.value}."
