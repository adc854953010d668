"""Querysets of assessments."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.fields.json import KT
from django.db.models.functions import Abs, Cast, Coalesce

from library.models import Episode

Row = TypeVar("Row", bound=models.Model, covariant=True)


class AssessmentQuerySet(models.QuerySet[Row]):
    def automatic(self) -> Self:
        """Select automatic assessments that were calculated from segment scores."""
        return self.filter(kind="automatic", of_whole=False)

    def of_whole_conversations(self) -> Self:
        """Select automatic assessments by scorers that read the whole conversation."""
        return self.filter(kind="automatic", of_whole=True)

    def model_claims(self) -> QuerySet[Any, str]:
        """Return the claims that language models found in current transcripts, latest first."""
        readings = self.of_whole_conversations().of_current_transcript().filter(claim__gt="")
        return readings.order_by("-pk").values_list("claim", flat=True)

    def editorial(self) -> Self:
        return self.filter(kind="editorial")

    def published(self) -> Self:
        return self.filter(status="published")

    def with_change_time(self) -> Self:
        """Annotate `changed_at`: the time of publication or, if there is none, of creation."""
        return self.annotate(changed_at=Coalesce("published_at", "created_at"))

    def last_published_first(self) -> Self:
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def latest_word(self) -> Self:
        """Select each assessor's latest published assessment of each episode."""
        published = self.model._default_manager.filter(
            episode=OuterRef("episode"),
            assessor=OuterRef("assessor"),
            kind="editorial",
            status="published",
        )
        later = published.filter(published_at__gt=OuterRef("published_at"))
        return self.filter(~Exists(later))

    def public(self) -> Self:
        """Select published assessments of published episodes."""
        return self.published().filter(episode__status="published")

    def placed(self) -> Self:
        """Select assessments with a position. Conversations that are hardly about AI have none."""
        return self.filter(position__isnull=False)

    def of_current_transcript(self) -> Self:
        return self.filter(transcript__is_current=True)

    def by(self, *, scorer: str, version: str) -> Self:
        return self.filter(scorer=scorer, scorer_version=version)

    def leading(self, episodes: QuerySet[Episode]) -> Self:
        """Select the assessments that lead the pages of `episodes` and have a position."""
        return self.placed().filter(leads=True, episode__in=episodes.order_by().values("pk"))

    def in_disagreement(self, *, points: int = 20) -> Self:
        """Select automatic assessments that disagree with the leading editorial assessment.

        Two assessments disagree if their positions are at least `points` apart or their bands
        differ. Annotates the distance as `apart`, and the band of the editorial assessment as
        `editors_band`.
        """
        return (
            self.automatic()
            .placed()
            .of_current_transcript()
            .filter(episode__assessments__leads=True, episode__assessments__kind="editorial")
            .annotate(
                apart=Abs(F("position") - F("episode__assessments__position")),
                editors_band=F("episode__assessments__band"),
            )
            .filter(Q(apart__gte=points) | ~Q(editors_band=F("band")))
        )

    def band_counts(self) -> tuple[int, ...]:
        """Return the number of risk-forward, mixed and opportunity-forward segments.

        The numbers are totals over all leading assessments.
        """

        def total(band: str) -> Sum:
            return Sum(Cast(KT(f"statistics__{band}"), models.IntegerField()))

        sums = self.filter(leads=True).aggregate(
            risk=total("risk"), mixed=total("mixed"), opportunity=total("opportunity")
        )
        return tuple(sums[band] or 0 for band in ("risk", "mixed", "opportunity"))

    def versions_in_use(self) -> list[tuple[str, str, int]]:
        """Return (scorer, version, number) for each scorer version in use, most used first.

        `number` is the number of leading automatic assessments by that version.
        """
        leading = self.automatic().filter(leads=True).order_by()
        counted = leading.values_list("scorer", "scorer_version").annotate(number=Count("pk"))
        return list(counted.order_by("-number", "scorer", "scorer_version"))

    def in_force(self) -> Row | None:
        """Return the assessment whose segment scores are displayed, or None."""
        return self.of_current_transcript().preferred_first().first()

    def preferred_first(self) -> Self:
        """Order by preference: leading first, then those of the default scorer, then the latest."""
        others = Case(When(scorer=settings.DEFAULT_SCORER, then=0), default=1)
        return self.order_by("-leads", others, "-pk")
