"""A text cut into pieces where marked stretches of it begin and end. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.core.spectrum import whole

EXCERPT = 280
"""Characters of an excerpt, about three lines."""

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, as offsets of characters, and what it is marked as."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `kind` is '' where it is not marked."""

    text: str
    kind: str = ""


def cut(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Return the pieces of `text`, joined again the text itself.

    Of stretches that overlap, the earlier and longer stays; those beyond the text are left out.
    """
    found: list[Piece] = []
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < at or span.end > len(text) or span.end <= span.start:
            continue
        if span.start > at:
            found.append(Piece(text[at : span.start]))
        found.append(Piece(text[span.start : span.end], span.kind))
        at = span.end
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def moved(phrases: Iterable[Mapping[str, Any]], score: float | None) -> list[Span]:
    """Return the stretches of the phrases that moved `score` to the side it is on.

    Those that pull to the other side are not marked; all are, where the score is shown as 0.
    """
    side = whole(score or 0.0)
    return [
        Span(phrase["start"], phrase["end"], "risk" if phrase["share"] < 0 else "opportunity")
        for phrase in phrases
        if phrase["share"] * side > 0 or not side
    ]


def found(text: str, words: str) -> list[Span]:
    """Return where `words` stand in `text`, whatever their case and the space between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return []
    return [
        Span(match.start(), match.end(), "find")
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]


def within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Return the parts of the stretches that lie from `start` to `end`, counted from `start`."""
    return [
        Span(max(span.start, start) - start, min(span.end, end) - start, span.kind)
        for span in spans
        if span.start < end and span.end > start
    ]


def excerpt(text: str, spans: Sequence[Span], around: int) -> list[Piece]:
    """Return some 280 characters with the one at `around`, from the beginning of a sentence."""
    if len(text) <= EXCERPT:
        return cut(text, spans)
    begins = [0, *(match.end() for match in _SENTENCE.finditer(text, 0, around))]
    start = begins[-1]
    if around - start > EXCERPT // 2:
        start = text.rfind(" ", 0, around - EXCERPT // 3) + 1
    end = len(text) if start + EXCERPT >= len(text) else text.rfind(" ", start, start + EXCERPT)
    pieces = cut(text[start:end], within(spans, start, end))
    before = [Piece("… ")] if start not in begins else []
    after = [Piece(" …")] if end < len(text) else []
    return [*before, *pieces, *after]
