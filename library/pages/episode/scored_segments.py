"""Scored segments for the strip, the arc, the table and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Substr

from library import charts
from library.models import Episode, Segment
from library.text.number_formats import clock, opening, signed
from scoring.core.spectrum import band_of
from scoring.models import Assessment, SegmentScore

Row = tuple[int, float | None, float | None, float | None, str]
OPENING_CHARACTERS = 160
"""Number of characters loaded from each segment for labels."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A segment on the strip, on the arc or in the table.

    `score` is None if the segment has no score. If the segment is left out of all scores, `aside`
    is the reason: advertising, or not about AI.
    """

    index: int
    score: float | None
    start: float | None
    end: float | None
    opening: str
    transcript_url: str
    aside: str = ""

    @property
    def url(self) -> str:
        return f"{self.transcript_url}#s{self.index}"

    @property
    def score_text(self) -> str:
        """Score as text, or the reason why there is none."""
        return self.aside or "no score" if self.score is None else signed(self.score)

    @property
    def why_url(self) -> str:
        """URL of the explanation of the score, or of the passage if it has no score."""
        if self.score is None:
            return self.url
        return f"{self.transcript_url}#why{self.index}"

    @property
    def label(self) -> str:
        at = f", {clock(self.start)}" if self.start is not None else ""
        return f"Segment {self.index}{at}: {self.score_text}. {self.opening}"

    @property
    def tone(self) -> str:
        return charts.tone(self.score)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker on the strip, with the segment to which it links."""

    name: str
    meaning: str
    mark: Mark
    x: float
    score: float

    @property
    def left(self) -> float:
        """Left edge of the touch target."""
        return round(self.x - 4, 2)

    @property
    def thin(self) -> float:
        """Left edge of the median tick."""
        return round(self.x - 0.3, 2)


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """A segment with its score in one assessment."""

    episode: Episode
    scored: SegmentScore

    @property
    def segment(self) -> Segment:
        return self.scored.segment

    @property
    def score(self) -> float | None:
        """The score; None if the segment is not about AI."""
        return self.scored.score

    @property
    def band(self) -> str | None:
        return None if self.scored.score is None else band_of(self.scored.score).value

    @property
    def lens(self) -> str:
        return self.scored.lens

    @property
    def text(self) -> str | None:
        """The text; None if it may not be republished."""
        return self.segment.text if self.episode.shares_text else None

    @property
    def phrases(self) -> list[dict[str, Any]]:
        """Phrases with offsets and shares; their text is None if it may not be republished."""
        phrases: list[dict[str, Any]] = self.scored.phrases
        if self.episode.shares_text:
            return phrases
        return [{**phrase, "text": None} for phrase in phrases]

    @property
    def rest(self) -> float:
        return self.scored.rest

    @property
    def from_context(self) -> float:
        return self.scored.from_context

    @property
    def url(self) -> str:
        return f"{self.episode.transcript_url}#s{self.segment.index}"


@dataclass(frozen=True, slots=True)
class EditorsSegment(ScoredSegment):
    """A segment as shown to editors, with its text even if the text may not be republished."""

    @property
    def text(self) -> str:
        return self.segment.text

    @property
    def phrases(self) -> list[dict[str, Any]]:
        phrases: list[dict[str, Any]] = self.scored.phrases
        return phrases


def scored_rows(assessment: Assessment) -> list[Row]:
    """Return the index, score, times and first words of each scored segment. One query."""
    rows = assessment.segment_scores.order_by("segment__index").annotate(
        words=Substr("segment__text", 1, OPENING_CHARACTERS)
    )
    columns = ("segment__index", "score", "segment__start", "segment__end", "words")
    return list(rows.values_list(*columns))


def marks_of(rows: Sequence[Row], assessment: Assessment) -> list[Mark]:
    """Return the segments in `rows` as marks, including those left out of all scores."""
    url, asides = assessment.episode.transcript_url, assessment.asides()
    return [
        Mark(
            index,
            None if index in asides else score,
            start,
            end,
            opening(words),
            url,
            asides.get(index, ""),
        )
        for index, score, start, end, words in rows
    ]
