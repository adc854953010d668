"""Suggest a valid name for a mistyped one. Plain Python."""

from collections.abc import Collection
from difflib import get_close_matches

NEAR = 0.7
"""Minimum similarity, from 0 to 1, of a suggested name."""


def nearest(name: str, available: Collection[str]) -> str | None:
    """Return the most similar name, or the first that begins with `name`, or None."""
    closest = get_close_matches(name, available, n=1, cutoff=NEAR)
    longer = (each for each in sorted(available) if name and each.startswith(name))
    return closest[0] if closest else next(longer, None)
