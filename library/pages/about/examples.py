"""Worked examples of scoring, taken live from the published library."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.pages.episode.quotes import strongest
from library.text import highlighting
from scoring.core.spectrum import BAND_EDGE, Band
from scoring.models import SegmentScore

NAMED = 6
"""Phrases listed under an example; the rest of the score is one number."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage of the library, and how its phrases add up to its score."""

    band: Band
    score: SegmentScore
    said: Sequence[highlighting.Piece]
    phrases: Sequence[dict[str, Any]]

    @property
    def rest(self) -> float:
        return float((self.score.score or 0.0) - sum(phrase["share"] for phrase in self.phrases))

    @property
    def title(self) -> str:
        return self.score.segment.transcript.episode.title

    @property
    def show(self) -> str:
        return self.score.segment.transcript.episode.show.title

    @property
    def url(self) -> str:
        segment = self.score.segment
        return f"{segment.transcript.episode.transcript_url}#s{segment.index}"


def worked_examples() -> list[Example]:
    """Return the clearest passage of each band, and one that is pulled both ways; fewer if none."""
    shown = SegmentScore.objects.for_examples()
    inside = BAND_EDGE - 1
    rows = {
        Band.RISK: shown.filter(score__lt=-inside).order_by("score", "pk").first(),
        Band.MIXED: shown.filter(score__range=(-inside / 3, inside / 3), rest__range=(-1, 1))
        .order_by("-assessment__position", "pk")
        .first(),
        Band.OPPORTUNITY: shown.filter(score__gt=inside).order_by("-score", "pk").first(),
    }
    return [_example(band, row) for band, row in rows.items() if row is not None]


def _example(band: Band, score: SegmentScore) -> Example:
    listed = strongest(score.phrases)[:NAMED]
    around = listed[0]["start"] if listed else 0
    marked = highlighting.moved(score.phrases, score.score)
    said = highlighting.excerpt(score.segment.text, marked, around)
    return Example(band, score, said, listed)
