"""Split text into highlighted and plain pieces."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from scoring.core.spectrum import whole

EXCERPT_LENGTH = 280
"""Maximum length of an excerpt in characters, about three lines of text."""

_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters to highlight. `kind` is the kind of highlight, such as `risk`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text. `kind` is '' if the piece is not highlighted."""

    text: str
    kind: str = ""


def split_pieces(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Split `text` into highlighted and plain pieces.

    If spans overlap, only the first is highlighted. If spans start at the same offset, only the
    longest is highlighted. Spans that extend beyond the text are ignored.
    """
    pieces: list[Piece] = []
    position = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < position or span.end > len(text) or span.end <= span.start:
            continue
        if span.start > position:
            pieces.append(Piece(text[position : span.start]))
        pieces.append(Piece(text[span.start : span.end], span.kind))
        position = span.end
    if position < len(text):
        pieces.append(Piece(text[position:]))
    return pieces


def phrase_spans(phrases: Iterable[Mapping[str, Any]], score: float | None) -> list[Span]:
    """Return the spans of the phrases on the same side as `score`.

    If `score` is None or rounds to 0, returns the spans of all phrases. The kind of each span is
    `risk` or `opportunity`.
    """
    side = whole(score or 0.0)
    return [
        Span(phrase["start"], phrase["end"], "risk" if phrase["share"] < 0 else "opportunity")
        for phrase in phrases
        if phrase["share"] * side > 0 or not side
    ]


def find_spans(text: str, *wanted: str, limit: int | None = None) -> list[Span]:
    """Return the first `limit` occurrences of the `wanted` texts in `text`.

    Case and differences in white space are ignored. If two of the texts start at the same offset,
    the longer one counts. Spans do not overlap.
    """
    texts = {" ".join(each.split()) for each in wanted} - {""}
    longest_first = sorted(texts, key=lambda each: (-len(each), each))
    patterns = [r"\s+".join(map(re.escape, each.split())) for each in longest_first]
    if not patterns:
        return []
    matches = re.finditer("|".join(patterns), text, re.IGNORECASE)
    return [Span(match.start(), match.end(), "find") for match in islice(matches, limit)]


def clip_spans(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Return the parts of the spans within a range, with offsets relative to `start`."""
    return [
        Span(max(span.start, start) - start, min(span.end, end) - start, span.kind)
        for span in spans
        if span.start < end and span.end > start
    ]


def excerpt(text: str, spans: Sequence[Span], around: int) -> list[Piece]:
    """Return an excerpt of up to EXCERPT_LENGTH characters around the offset `around`.

    The excerpt starts at the beginning of a sentence if one begins shortly before the offset.
    """
    if len(text) <= EXCERPT_LENGTH:
        return split_pieces(text, spans)
    sentence_starts = [0, *(match.end() for match in _SENTENCE.finditer(text, 0, around))]
    start = sentence_starts[-1]
    if around - start > EXCERPT_LENGTH // 2:
        start = text.rfind(" ", 0, around - EXCERPT_LENGTH // 3) + 1
    end = len(text)
    if start + EXCERPT_LENGTH < end:
        end = text.rfind(" ", start, start + EXCERPT_LENGTH)
    pieces = split_pieces(text[start:end], clip_spans(spans, start, end))
    before = [Piece("… ")] if start not in sentence_starts else []
    after = [Piece(" …")] if end < len(text) else []
    return [*before, *pieces, *after]
