"""Examples of scored passages from published episodes, for the methodology page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from library.pages.episode.quotes import shortened, strongest
from library.text import highlighting
from scoring.core.position_sentences import ingredients_sentence
from scoring.core.spectrum import BAND_EDGE, Band
from scoring.models import SegmentScore

PHRASES_LISTED = 6
"""Maximum number of phrases per example. The rest of the score is shown as one number."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage and the phrases that contribute to its score."""

    band: Band
    score: SegmentScore
    pieces: Sequence[highlighting.Piece]
    phrases: Sequence[dict[str, Any]]

    @property
    def rest(self) -> float:
        listed = sum(phrase["share"] for phrase in self.phrases)
        return float((self.score.score or 0.0) - listed - self.score.from_context)

    @property
    def title(self) -> str:
        return self.score.segment.transcript.episode.title

    @property
    def show(self) -> str:
        return self.score.segment.transcript.episode.show.title

    @property
    def episode_url(self) -> str:
        return self.score.segment.transcript.episode.get_absolute_url()

    @property
    def position(self) -> float | None:
        """Position of the whole conversation, in points."""
        return self.score.assessment.position

    @property
    def made_of(self) -> str:
        """Sentence with the numbers behind the conversation's position, or ''."""
        made_of = self.score.assessment.read_ingredients()
        return ingredients_sentence(made_of) if made_of else ""

    @property
    def url(self) -> str:
        segment = self.score.segment
        return f"{segment.transcript.episode.transcript_url}#s{segment.index}"


def worked_examples() -> list[Example]:
    """Return one example per band. Bands without a suitable passage are left out."""
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
    listed = strongest(score.phrases)[:PHRASES_LISTED]
    around = listed[0]["start"] if listed else 0
    marked = highlighting.phrase_spans(score.phrases, score.score)
    pieces = highlighting.excerpt(score.segment.text, marked, around)
    is_open = score.segment.transcript.episode.shares_text
    return Example(band, score, pieces, listed if is_open else shortened(listed))
