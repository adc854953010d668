"""Reads of the library, named after what they are for."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
    Window,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, RowNumber

if TYPE_CHECKING:
    from library.models import Episode, Transcript  # noqa: F401

Filing = TypeVar("Filing", bound=models.Model)


class CatalogueQuerySet(models.QuerySet[Filing]):
    """Shows, shelves, guests or tags."""

    def in_use(self) -> Self:
        """Those that published episodes are filed under, with their number as `episode_count`."""
        of_published = Count("episodes", filter=Q(episodes__status="published"), distinct=True)
        used = self.annotate(episode_count=of_published).filter(episode_count__gt=0)
        # A grouped query forgets the model's order.
        return used.order_by(*(self.model._meta.ordering or ()))


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def published(self) -> Self:
        return self.filter(status="published")

    def newest_first(self) -> Self:
        """Newest conversation first; those of unknown date last, by title."""
        return self.order_by(F("published_on").desc(nulls_last=True), "title", "slug")

    def with_lead_assessment(self) -> Self:
        """Join the assessment that leads, reached as `episode.lead_assessment`, or None."""
        return self.annotate(
            lead_assessment=FilteredRelation("assessments", condition=Q(assessments__leads=True))
        ).select_related("lead_assessment")

    def with_trail_beside(self) -> Self:
        """Join what scorers made of the segments where an editor's assessment leads."""
        return self.annotate(
            trail_beside=self._beside("trail"), statistics_beside=self._beside("statistics")
        )

    def _beside(self, column: str, **otherwise: F) -> Case:
        """A column of the scorer's assessment where an editor's leads."""
        assessments: Any = self.model._meta.get_field("assessments").related_model
        found = assessments.objects.automatic().of_current_transcript().preferred_first()
        of_this = found.filter(episode=OuterRef("pk")).values(column)
        return Case(
            When(lead_assessment__kind="editorial", then=Subquery(of_this[:1])),
            output_field=JSONField(null=True),
            **otherwise,
        )

    def segments_by_band(self) -> QuerySet[Any, tuple[int | None, ...]]:
        """How many segments scorers placed in each band, and how many they have not: a row or none.

        Of episodes that come from `with_lead_assessment`.
        """
        segments: Any = self.model._meta.get_field("transcripts").related_model
        segments = segments._meta.get_field("segments").related_model
        stored = segments.objects.filter(
            transcript__episode=OuterRef("pk"), transcript__is_current=True
        )
        last = stored.order_by("-index").values("index")[:1]

        def total(band: str) -> Sum:
            return Sum(Cast(KT(f"scored__{band}"), IntegerField()))

        scored = self._beside("statistics", default=F("lead_assessment__statistics"))
        summed = (
            self.annotate(scored=scored)
            .order_by()
            .values("status")
            .annotate(
                risk=total("risk"),
                mixed=total("mixed"),
                opportunity=total("opportunity"),
                unscored=Sum(Case(When(scored__isnull=True, then=Subquery(last)))),
            )
        )
        return summed.values_list("risk", "mixed", "opportunity", "unscored")

    def assessed_by_editor(self, wanted: bool) -> Self:
        """Those an editor has listened to and assessed in public, or those nobody has."""
        listened = Q(
            pk__in=self.model.objects.filter(
                assessments__kind="editorial", assessments__status="published"
            ).values("pk")
        )
        return self.filter(listened if wanted else ~listened)

    def for_cards(self) -> Self:
        """Published episodes with all that a card shows, newest first."""
        return (
            self.published()
            .with_lead_assessment()
            .with_what_cards_show()
            .prefetch_related("guests")
            .newest_first()
        )

    def with_what_cards_show(self) -> Self:
        """Join what a card shows beside the leading assessment."""
        return self.with_trail_beside().select_related("show", "shelf")

    def for_map(self) -> Self:
        """Published episodes with their leading assessment and, joined, the current transcript."""
        return (
            self.published()
            .with_lead_assessment()
            .annotate(
                current_transcript=FilteredRelation(
                    "transcripts", condition=Q(transcripts__is_current=True)
                )
            )
            .order_by()
        )

    def candidates_by_shelf(self, most: int) -> QuerySet[Any, tuple[str, str, float]]:
        """Title and slug of the shelf and position of its newest assessed episodes, by shelf."""
        order: Any = self.newest_first().query.order_by
        place = Window(RowNumber(), partition_by="shelf", order_by=order)
        assessed = self.published().filter(assessments__leads=True, shelf__isnull=False)
        return (
            assessed.annotate(place=place)
            .filter(place__lte=most)
            .order_by("shelf__title", "shelf__slug")
            .values_list("shelf__title", "shelf__slug", "assessments__position")
        )

    def for_episode_page(self) -> Self:
        """Published episodes with show and shelf; the page reads their names and assessments."""
        return self.published().select_related("show", "shelf")

    def unarchived(self) -> Self:
        return self.exclude(status="archived")

    def needing_a_transcript(self) -> Self:
        return self.unarchived().exclude(transcripts__is_current=True)

    def failing_gates(self) -> Self:
        return self.unarchived().filter(
            transcripts__is_current=True,
            transcripts__gates_failed__gt=0,
            transcripts__gates_waived_reason="",
        )

    def awaiting_score(self) -> Self:
        waiting = self.unarchived().filter(transcripts__is_current=True)
        return waiting.exclude(assessments__leads=True)

    def awaiting_review(self) -> Self:
        return self.filter(status="in_review")


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def without_cues(self) -> Self:
        """Leave out the cues, which may be megabytes."""
        return self.defer("cues")

    def never_assessed(self) -> Self:
        """Leave out transcripts that any scorer has assessed."""
        return self.exclude(assessments__kind="automatic").order_by("pk")

    def assessed_before(self, *, scorer: str, version: str) -> Self:
        """Those that scorers have assessed, but not this version of this scorer."""
        without = self.not_assessed_by(scorer=scorer, version=version)
        return without.exclude(pk__in=self.never_assessed().order_by().values("pk"))

    def not_assessed_by(self, *, scorer: str, version: str) -> Self:
        """Leave out transcripts that this version of this scorer has assessed."""
        return self.exclude(
            assessments__kind="automatic",
            assessments__scorer=scorer,
            assessments__scorer_version=version,
        )
