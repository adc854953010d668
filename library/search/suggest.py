"""Another spelling for words that nobody says, from the words of the library."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from django.core.cache import cache

from library.http.content_version import library_version
from library.models import Guest, Segment, Show, Tag
from library.search.query.parser import parse_query

PASSAGES = 3000
"""Latest passages whose words are known: some 20,000 different words."""
SHORTEST = 4
CLOSE = 0.75
"""Least likeness, of 1, of a word to the one it is offered for."""
KEPT_SECONDS = 3600
_WORD = re.compile(r"[^\W\d_]{3,}")


def suggestion(text: str) -> str:
    """Return `text` with the nearest known word for each unknown one; nothing if there is none."""
    known = _vocabulary()
    asked = {word for group in parse_query(text).wanted for term in group for word in term.words}
    changed = text
    for word in sorted(asked):
        nearest = _nearest(word, known)
        if nearest:
            changed = re.sub(rf"(?i)\b{re.escape(word)}\b", nearest, changed)
    return changed if changed != text else ""


def _nearest(word: str, known: dict[str, int]) -> str:
    if len(word) < SHORTEST or word in known:
        return ""
    alike = [
        other
        for other in known
        if abs(len(other) - len(word)) <= 2 and (other[0] == word[0] or other[1:3] == word[1:3])
    ]
    close = get_close_matches(word, alike, n=3, cutoff=CLOSE)
    # Of words that are about as near, the one that is said most.
    return max(close, key=lambda other: (known[other] > 1, -close.index(other)), default="")


def _vocabulary() -> dict[str, int]:
    """Return the words of the library's names and latest passages, with how often each is said."""
    key = f"vocabulary:{library_version().value}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = dict(_count(_texts()))
        cache.set(key, known, KEPT_SECONDS)
    return known


def _texts() -> Iterable[str]:
    said = Segment.objects.filter(
        transcript__is_current=True, transcript__episode__status="published"
    )
    yield from said.order_by("-pk").values_list("text", flat=True)[:PASSAGES]
    yield from Guest.objects.in_use().values_list("name", flat=True)[:PASSAGES]
    yield from Show.objects.in_use().values_list("title", flat=True)[:PASSAGES]
    yield from Tag.objects.in_use().values_list("name", flat=True)[:PASSAGES]


def _count(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word.lower() for word in _WORD.findall(text))
    return counts
