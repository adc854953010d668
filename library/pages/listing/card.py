"""Episode cards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from library import charts
from library.models import Episode
from library.text.number_formats import signed
from scoring.core.arc import arc_indices
from scoring.core.position_sentences import leaning_sentence
from scoring.core.spectrum import Band
from scoring.core.stats import Statistics
from scoring.models import Assessment

TRAIL_BARS = 70
"""Maximum number of bars in a trail, at four pixels each on a card 280 pixels wide."""


@dataclass(frozen=True)
class Card:
    """An episode as a card in a list."""

    episode: Episode
    summary_quotes: Sequence[Any] = field(default=(), kw_only=True)
    """Quotes, shown if the episode has neither a summary nor a claim."""

    @property
    def ingredients(self) -> str:
        """Sentence with the number of passages on each side, or '' if the numbers are unknown."""
        made_of = self.lead.read_ingredients() if self.lead else None
        return leaning_sentence(made_of) if made_of else ""

    @property
    def lead(self) -> Assessment | None:
        lead: Assessment | None = self.episode.lead_assessment
        return lead

    @property
    def placed(self) -> bool:
        return self.lead is not None and self.lead.placed

    @property
    def subject_slugs(self) -> list[str]:
        return [row.subject.slug for row in self.episode.subjects.all()]

    @property
    def claim(self) -> str:
        """The main claim in one sentence, or ''; an editor's sentence replaces the model's."""
        return self.episode.claim or self.episode.model_claim or ""

    @property
    def claim_by_model(self) -> bool:
        """Whether a language model wrote the claim."""
        return not self.episode.claim and bool(self.episode.model_claim)

    @cached_property
    def statistics(self) -> Statistics | None:
        if self.lead and self.lead.statistics:
            return self.lead.read_statistics()
        automatic = self.episode.statistics_beside
        return Statistics(**automatic) if automatic else None

    @cached_property
    def trail(self) -> tuple[charts.Path, ...]:
        trail = (self.lead.trail if self.lead else None) or self.episode.trail_beside
        if not trail:
            return ()
        indices = arc_indices(trail, max_bars=TRAIL_BARS)
        return charts.trail_paths(tuple(trail[index] for index in indices))

    @property
    def bands(self) -> list[charts.Stretch]:
        return band_stretches(self.statistics)


def position_sentence(lead: Assessment | None) -> str:
    """Return a sentence that states the position, or the reason why the episode has none."""
    if lead is None:
        return "Not assessed yet."
    if lead.position is None:
        return lead.not_placed_because
    return (
        f"Position {signed(lead.position)} ({lead.get_band_display().lower()}), "
        f"{lead.get_lens_display().lower()} lens, {lead.confidence} confidence."
    )


def band_stretches(statistics: Statistics | None) -> list[charts.Stretch]:
    if statistics is None:
        return []
    return charts.stretches(
        statistics.shares, [band.value for band in Band], width=charts.BANDS_WIDTH
    )
