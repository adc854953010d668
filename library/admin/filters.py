"""Filters for the admin's episode, job and feed lists."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.models.feed import FeedQuerySet
from library.models.job import JobQuerySet
from library.pages.curation.queues import QUEUES
from scoring.core.spectrum import Band, Confidence, Lens


class QueueFilter(admin.SimpleListFilter):
    title = "queue"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(queue.name, queue.title) for queue in QUEUES]

    def queryset(self, request: HttpRequest, queryset: EpisodeQuerySet) -> EpisodeQuerySet:  # type: ignore[override]
        queue = next((queue for queue in QUEUES if queue.name == self.value()), None)
        return queue.select(queryset, request.user) if queue else queryset


class FailedFilter(admin.SimpleListFilter):
    """Filter for jobs with unresolved failed items."""

    title = parameter_name = "failed"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("yes", "Has failed items")]

    def queryset(self, request: HttpRequest, queryset: JobQuerySet) -> JobQuerySet:  # type: ignore[override]
        return queryset.with_failures() if self.value() == "yes" else queryset


class FailingFilter(admin.SimpleListFilter):
    """Filter for feeds with an unresolved failed import."""

    title = parameter_name = "failing"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("yes", "Last import failed")]

    def queryset(self, request: HttpRequest, queryset: FeedQuerySet) -> FeedQuerySet:  # type: ignore[override]
        return queryset.failing() if self.value() == "yes" else queryset


class LeadFilter(admin.SimpleListFilter):
    """Filter on a field of an episode's leading assessment."""

    values: type[Band] | type[Lens] | type[Confidence]

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(value.value, value.value.capitalize()) for value in self.values]

    def queryset(self, request: HttpRequest, queryset: EpisodeQuerySet) -> EpisodeQuerySet:  # type: ignore[override]
        if self.value() is None:
            return queryset
        lookup = {f"assessments__{self.parameter_name}": self.value()}
        return queryset.filter(
            pk__in=Episode.objects.filter(assessments__leads=True, **lookup).values("pk")
        )


class BandFilter(LeadFilter):
    title = parameter_name = "band"
    values = Band


class LensFilter(LeadFilter):
    title = parameter_name = "lens"
    values = Lens


class ConfidenceFilter(LeadFilter):
    title = parameter_name = "confidence"
    values = Confidence
