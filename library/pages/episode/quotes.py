"""The passages behind an episode's markers, quoted with the phrases that moved their scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.pages.episode.scored_segments import Marker
from library.text import highlighting
from library.text.number_formats import opening
from scoring.models import Assessment, SegmentScore

WITHHELD_WORDS = 8
"""Of a phrase that is listed where the words of its episode may not be shared."""
NAMED = 5
"""Phrases listed under a quotation; the transcript lists more."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What is said at a marker, and why it stands there."""

    marker: Marker
    score: SegmentScore
    said: Sequence[highlighting.Piece]
    is_open: bool = True
    """Whether the words of its episode may be shared."""

    @property
    def phrases(self) -> list[dict[str, Any]]:
        listed = strongest(self.score.phrases)[:NAMED]
        return listed if self.is_open else shortened(listed)

    @property
    def rest(self) -> float:
        """Points that are due neither to the phrases listed nor to the other passages."""
        listed = sum(phrase["share"] for phrase in self.phrases)
        return float((self.score.score or 0.0) - listed - self.score.from_context)


def quotes_of(assessment: Assessment, markers: Sequence[Marker]) -> list[Quote]:
    """Return a quotation for each marker, or for the first where two are of one segment."""
    wanted = {marker.mark.index: marker for marker in reversed(markers)}
    rows = assessment.segment_scores.filter(segment__index__in=wanted).select_related("segment")
    found = {row.segment.index: row for row in rows}
    return [
        Quote(marker, found[index], _said(found[index]), assessment.episode.shares_text)
        for index, marker in sorted(wanted.items(), key=lambda item: markers.index(item[1]))
    ]


def shortened(phrases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the phrases with the first of their words, where the rest may not be shown."""
    return [{**phrase, "text": opening(phrase["text"], words=WITHHELD_WORDS)} for phrase in phrases]


def strongest(phrases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the phrases by how far they moved the score, the farthest first."""
    return sorted(phrases, key=lambda phrase: -abs(phrase["share"]))


def _said(score: SegmentScore) -> list[highlighting.Piece]:
    marked = highlighting.phrase_spans(score.phrases, score.score)
    first = next((p for p in strongest(score.phrases) if _is_among(p, marked)), None)
    around = first["start"] if first else 0
    return highlighting.excerpt(score.segment.text, marked, around)


def _is_among(phrase: dict[str, Any], marked: Sequence[highlighting.Span]) -> bool:
    return any(span.start == phrase["start"] for span in marked)
