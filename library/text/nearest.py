"""Suggest a valid name for a mistyped name."""

from collections.abc import Collection
from difflib import get_close_matches

NEAR = 0.7
"""Minimum similarity between a name and its suggestion, from 0 to 1."""


def nearest(name: str, available: Collection[str]) -> str | None:
    """Return the available name that is most similar to `name`.

    If no name is similar enough, returns the first name in alphabetical order that starts with
    `name`, or None if there is none.
    """
    closest = get_close_matches(name, available, n=1, cutoff=NEAR)
    longer = (each for each in sorted(available) if name and each.startswith(name))
    return closest[0] if closest else next(longer, None)
