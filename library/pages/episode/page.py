"""The episode page."""

from functools import cached_property

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404

from library import charts
from library.models import Episode, Transcript
from library.pages.episode.assessments import Judgements
from library.pages.episode.counterbalance import Counterbalance
from library.pages.episode.pins import Pins, pins_of
from library.pages.episode.provenance import provenance_of
from library.pages.episode.quotes import Quote, quotes_of
from library.pages.episode.reader_feedback import readers_of
from library.pages.episode.scored_segments import Mark, marks_of, scored_rows
from library.pages.episode.strip_and_arc import Arc, Strip
from library.pages.listing.card import band_stretches
from library.text.number_formats import score_range
from scoring.core.position_sentences import (
    charge_sentence,
    ingredients_sentence,
    kind_sentence,
)
from scoring.core.spectrum import whole
from scoring.core.stats import Statistics
from scoring.models import Assessment
from scoring.models.subjects import with_subjects


def published_episode(slug: str) -> Episode:
    """Return a published episode with its show and shelf, or raise Http404. One query."""
    return get_object_or_404(Episode.objects.for_episode_page(), slug=slug)


class EpisodePage:
    """Data of an episode page. The number of queries is constant."""

    def __init__(self, episode: Episode, *, by_clock: bool = False) -> None:
        self.episode = episode
        self.by_clock = by_clock
        prefetch_related_objects([episode], "guests", "tags", with_subjects())
        self.guests, self.tags = episode.guests.all(), episode.tags.all()
        self.subjects = [row.subject for row in episode.subjects.all()]
        self.readers = readers_of(episode)
        published = episode.assessments.published().select_related("transcript")
        self.assessments = list(published.defer("transcript__cues"))
        self.lead = next((each for each in self.assessments if each.leads), None)
        self.automatic = self._automatic()
        self.transcript = self._transcript()
        self.judgements = Judgements(self.assessments, self.automatic)
        self._scored = scored_rows(self.automatic) if self.automatic else []

    def _automatic(self) -> Assessment | None:
        """Return the current automatic assessment, even if another assessment leads."""
        automatic = [each for each in self.assessments if each.is_summed_up]
        if self.lead in automatic:
            return self.lead
        current = [each for each in automatic if each.transcript and each.transcript.is_current]
        # The default scorer comes first, as in `choose_lead`.
        current.sort(key=lambda each: each.scorer != settings.DEFAULT_SCORER)
        return current[0] if current else None

    def _transcript(self) -> Transcript | None:
        if self.automatic and self.automatic.transcript and self.automatic.transcript.is_current:
            return self.automatic.transcript
        return self.episode.transcripts.current().without_cues().first()

    @property
    def subject_slugs(self) -> list[str]:
        return [subject.slug for subject in self.subjects]

    @cached_property
    def marks(self) -> list[Mark]:
        return marks_of(self._scored, self.automatic) if self.automatic else []

    @cached_property
    def counterbalance(self) -> Counterbalance:
        return Counterbalance(self.episode, self.lead)

    @property
    def provenance_chip(self) -> str:
        if self.lead and self.lead.kind == Assessment.Kind.EDITORIAL:
            return "Editor-assessed"
        return "Transcript-informed" if self.lead else "Metadata only"

    @cached_property
    def statistics(self) -> Statistics | None:
        return self.automatic.read_statistics() if self.automatic else None

    @cached_property
    def strip(self) -> Strip | None:
        if not self.marks or not self.statistics:
            return None
        return Strip(self.marks, self.statistics, self._bounds, self.pins)

    @cached_property
    def pins(self) -> Pins | None:
        return pins_of(self.lead, self.automatic)

    @cached_property
    def arc(self) -> Arc | None:
        if not self.marks:
            return None
        position = self.lead.position if self.lead else None
        return Arc(self.marks, by_clock=self.by_clock, position=position)

    @cached_property
    def quotes(self) -> list[Quote]:
        if self.automatic is None or self.strip is None:
            return []
        return quotes_of(self.automatic, self.strip.markers)

    @property
    def _bounds(self) -> tuple[float, float] | None:
        lead = self.lead
        if lead is None or lead.low is None or lead.high is None:
            return None
        return lead.low, lead.high

    @property
    def interval(self) -> str:
        return score_range(*self._bounds) if self._bounds else ""

    @property
    def difference(self) -> int | None:
        """Editorial minus automatic position, in whole points; None if either is missing."""
        if not self.lead or not self.automatic or self.lead == self.automatic:
            return None
        automatic, editorial = self.automatic.position, self.lead.position
        if automatic is None or editorial is None:
            return None
        return whole(editorial) - whole(automatic)

    @property
    def placed(self) -> bool:
        return self.lead is not None and self.lead.placed

    @property
    def not_placed_because(self) -> str:
        """Reason why an assessed conversation has no position, or ''."""
        return self.lead.not_placed_because if self.lead else ""

    @property
    def made_of(self) -> list[str]:
        """Sentences with the number of passages on each side and the share that take a side.

        If the automatic position is mixed, a third sentence gives the reason.
        """
        made_of = self.automatic.read_ingredients() if self.automatic else None
        if made_of is None or self.automatic is None or not self.automatic.placed:
            return []
        sentences = [ingredients_sentence(made_of), charge_sentence(made_of.charge)]
        return [*sentences, *filter(None, [kind_sentence(self.automatic.stance_kind)])]

    @property
    def bands(self) -> list[charts.Stretch]:
        return band_stretches(self.statistics)

    @property
    def provenance(self) -> list[str]:
        return provenance_of(self.transcript) if self.transcript else []
