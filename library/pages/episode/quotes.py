"""The passages behind an episode's markers, quoted with the phrases that moved their scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.pages.episode.scored_segments import Marker
from library.text import highlighting
from scoring.models import Assessment, SegmentScore

NAMED = 5
"""Phrases listed under a quotation; the transcript lists more."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What is said at a marker, and why it stands there."""

    marker: Marker
    score: SegmentScore
    said: Sequence[highlighting.Piece]

    @property
    def phrases(self) -> list[dict[str, Any]]:
        return strongest(self.score.phrases)[:NAMED]

    @property
    def rest(self) -> float:
        """Points that the phrases listed do not account for."""
        return float((self.score.score or 0.0) - sum(phrase["share"] for phrase in self.phrases))


def quotes_of(assessment: Assessment, markers: Sequence[Marker]) -> list[Quote]:
    """Return a quotation for each marker, or for the first where two are of one segment."""
    wanted = {marker.mark.index: marker for marker in reversed(markers)}
    rows = assessment.segment_scores.filter(segment__index__in=wanted).select_related("segment")
    found = {row.segment.index: row for row in rows}
    return [
        Quote(marker, found[index], _said(found[index]))
        for index, marker in sorted(wanted.items(), key=lambda item: markers.index(item[1]))
    ]


def strongest(phrases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the phrases by how far they moved the score, the farthest first."""
    return sorted(phrases, key=lambda phrase: -abs(phrase["share"]))


def _said(score: SegmentScore) -> list[highlighting.Piece]:
    marked = highlighting.moved(score.phrases, score.score)
    first = next((p for p in strongest(score.phrases) if _is_among(p, marked)), None)
    around = first["start"] if first else 0
    return highlighting.excerpt(score.segment.text, marked, around)


def _is_among(phrase: dict[str, Any], marked: Sequence[highlighting.Span]) -> bool:
    return any(span.start == phrase["start"] for span in marked)
