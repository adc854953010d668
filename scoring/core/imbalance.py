"""The alarm of a library whose scores tell nothing apart."""

from collections.abc import Sequence

from scoring.core.spectrum import Band

ALARM = 0.9
"""Share of one band from which there is an alarm; keyword counting puts 95 to 98 % in "mixed"."""
FEWEST = 200
"""Segments under which one band may well hold nearly all."""


def alarm_of(counts: Sequence[int]) -> str:
    """Return a sentence when one band holds over 90 % of segments, else an empty text.

    `counts` are segments per band, in the order of `Band`.
    """
    total = sum(counts)
    if total < FEWEST or max(counts) <= ALARM * total:
        return ""
    band = list(Band)[list(counts).index(max(counts))]
    share = 100 * max(counts) / total
    return f"{share:.0f} % of the library's {total:,} segments are scored {band.value}."
