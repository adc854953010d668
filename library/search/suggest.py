"""Spelling suggestions based on the words in the library."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from django.core.cache import cache

from library.http.content_version import library_version
from library.models import Guest, Segment, Show, Tag
from library.search.query.parser import parse_query

PASSAGES = 3000
"""Number of recent passages in the vocabulary, enough for about 20,000 different words."""
MIN_WORD_CHARACTERS = 4
MIN_SIMILARITY = 0.75
"""Minimum similarity between a word and its suggestion, from 0 to 1."""
CACHE_SECONDS = 3600
_WORD = re.compile(r"[^\W\d_]{3,}")


def suggestion(text: str) -> str:
    """Return `text` with unknown words replaced by similar ones, or '' if nothing changes."""
    vocabulary = _vocabulary()
    query = parse_query(text)
    words = {word for group in query.required for term in group for word in term.words}
    suggested = text
    for word in sorted(words):
        similar = _most_similar(word, vocabulary)
        if similar:
            suggested = re.sub(rf"(?i)\b{re.escape(word)}\b", similar, suggested)
    return suggested if suggested != text else ""


def _most_similar(word: str, vocabulary: dict[str, int]) -> str:
    if len(word) < MIN_WORD_CHARACTERS or word in vocabulary:
        return ""
    candidates = [
        other
        for other in vocabulary
        if abs(len(other) - len(word)) <= 2 and (other[0] == word[0] or other[1:3] == word[1:3])
    ]
    matches = get_close_matches(word, candidates, n=3, cutoff=MIN_SIMILARITY)
    # Prefer words that occur more than once; among those, prefer the most similar word.
    return max(
        matches, key=lambda other: (vocabulary[other] > 1, -matches.index(other)), default=""
    )


def _vocabulary() -> dict[str, int]:
    """Return how often each word occurs in recent passages, guest names, show titles and tags."""
    key = f"vocabulary:{library_version().value}"
    vocabulary: dict[str, int] | None = cache.get(key)
    if vocabulary is None:
        vocabulary = dict(_count(_texts()))
        cache.set(key, vocabulary, CACHE_SECONDS)
    return vocabulary


def _texts() -> Iterable[str]:
    segments = Segment.objects.filter(
        transcript__is_current=True, transcript__episode__status="published"
    )
    yield from segments.order_by("-pk").values_list("text", flat=True)[:PASSAGES]
    yield from Guest.objects.in_use().values_list("name", flat=True)[:PASSAGES]
    yield from Show.objects.in_use().values_list("title", flat=True)[:PASSAGES]
    yield from Tag.objects.in_use().values_list("name", flat=True)[:PASSAGES]


def _count(texts: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word.lower() for word in _WORD.findall(text))
    return counts
