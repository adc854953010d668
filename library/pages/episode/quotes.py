"""Quotations from the segments marked on the strip, with the phrases that moved their scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.pages.episode.scored_segments import Marker
from library.text import highlighting
from library.text.number_formats import opening
from scoring.models import Assessment, SegmentScore

WITHHELD_WORDS = 8
"""Maximum number of words per phrase if the transcript may not be republished."""
PHRASES_LISTED = 5
"""Maximum number of phrases per quotation; the transcript page lists more."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation from a marked segment, with the phrases that moved the score."""

    marker: Marker
    score: SegmentScore
    pieces: Sequence[highlighting.Piece]
    is_open: bool = True
    """Whether the transcript may be republished."""

    @property
    def phrases(self) -> list[dict[str, Any]]:
        listed = strongest(self.score.phrases)[:PHRASES_LISTED]
        return listed if self.is_open else shortened(listed)

    @property
    def rest(self) -> float:
        """Points of the score that come from neither the listed phrases nor other passages."""
        listed = sum(phrase["share"] for phrase in self.phrases)
        return float((self.score.score or 0.0) - listed - self.score.from_context)


def quotes_of(assessment: Assessment, markers: Sequence[Marker]) -> list[Quote]:
    """Return one quotation for each marked segment, in the order of the markers."""
    by_index = {marker.mark.index: marker for marker in reversed(markers)}
    rows = assessment.segment_scores.filter(segment__index__in=by_index).select_related("segment")
    scores = {row.segment.index: row for row in rows}
    return [
        Quote(marker, scores[index], _pieces(scores[index]), assessment.episode.shares_text)
        for index, marker in sorted(by_index.items(), key=lambda item: markers.index(item[1]))
    ]


def shortened(phrases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the phrases, each shortened to its first WITHHELD_WORDS words."""
    return [{**phrase, "text": opening(phrase["text"], words=WITHHELD_WORDS)} for phrase in phrases]


def strongest(phrases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the phrases, sorted by their effect on the score, largest first."""
    return sorted(phrases, key=lambda phrase: -abs(phrase["share"]))


def _pieces(score: SegmentScore) -> list[highlighting.Piece]:
    marked = highlighting.phrase_spans(score.phrases, score.score)
    first = next((p for p in strongest(score.phrases) if _is_among(p, marked)), None)
    around = first["start"] if first else 0
    return highlighting.excerpt(score.segment.text, marked, around)


def _is_among(phrase: dict[str, Any], marked: Sequence[highlighting.Span]) -> bool:
    return any(span.start == phrase["start"] for span in marked)
