"""Scored segments as strip, arc and table show them."""

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
"""Of a segment's text, fetched for labels instead of the whole."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One segment as strip, arc and table show it.

    `score` is None where it is in no figure, and `aside` says why: advertising, or not about AI.
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
    def said(self) -> str:
        """The score in words, or why there is none."""
        return self.aside or "no score" if self.score is None else signed(self.score)

    @property
    def why_url(self) -> str:
        """Where the phrases are that moved the score; the passage where it has none."""
        if self.score is None:
            return self.url
        return f"{self.transcript_url}#why{self.index}"

    @property
    def label(self) -> str:
        at = f", {clock(self.start)}" if self.start is not None else ""
        return f"Segment {self.index}{at}: {self.said}. {self.opening}"

    @property
    def tone(self) -> str:
        return charts.tone(self.score)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker on the strip: which one it is, and the segment it stands for."""

    name: str
    meaning: str
    mark: Mark
    x: float
    score: float

    @property
    def left(self) -> float:
        """Where the area that can be tapped begins."""
        return round(self.x - 4, 2)

    @property
    def thin(self) -> float:
        """Where the median's upright begins."""
        return round(self.x - 0.6, 2)


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """One segment of an episode with what an assessment says of it."""

    episode: Episode
    scored: SegmentScore

    @property
    def segment(self) -> Segment:
        return self.scored.segment

    @property
    def score(self) -> float | None:
        """None where the segment is not about AI."""
        return self.scored.score

    @property
    def band(self) -> str | None:
        return None if self.scored.score is None else band_of(self.scored.score).value

    @property
    def lens(self) -> str:
        return self.scored.lens

    @property
    def text(self) -> str | None:
        """The words, where their publisher lets them be given on."""
        return self.segment.text if self.episode.shares_text else None

    @property
    def phrases(self) -> list[dict[str, Any]]:
        """Places and shares of the phrases, with their words where these may be given on."""
        phrases: list[dict[str, Any]] = self.scored.phrases
        if self.episode.shares_text:
            return phrases
        return [{**phrase, "text": None} for phrase in phrases]

    @property
    def rest(self) -> float:
        return self.scored.rest

    @property
    def url(self) -> str:
        return f"{self.episode.transcript_url}#s{self.segment.index}"


def scored_rows(assessment: Assessment) -> list[Row]:
    """Return number, score, start, end and first words of each segment scored, by one query."""
    rows = assessment.segment_scores.order_by("segment__index").annotate(
        words=Substr("segment__text", 1, OPENING_CHARACTERS)
    )
    columns = ("segment__index", "score", "segment__start", "segment__end", "words")
    return list(rows.values_list(*columns))


def marks_of(rows: Sequence[Row], assessment: Assessment) -> list[Mark]:
    """Return the segments that `assessment` scored; those in no figure have no score."""
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
