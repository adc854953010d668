"""Models for shows, shelves, guests and tags."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from simple_history.models import HistoricalRecords

Filing = TypeVar("Filing", bound=models.Model)


class CatalogueQuerySet(models.QuerySet[Filing]):
    def in_use(self) -> Self:
        """Return rows that have published episodes; `episode_count` is the number of episodes."""
        published = Count("episodes", filter=Q(episodes__status="published"), distinct=True)
        used = self.annotate(episode_count=published).filter(episode_count__gt=0)
        # Django ignores Meta.ordering in grouped queries.
        return used.order_by(*(self.model._meta.ordering or ()))

    def with_change_time(self) -> Self:
        """Annotate `changed_at`: the time of the last change to the row or to its public episodes.

        Withdrawing an episode updates this time; moving it to another row does not.
        """
        return self.annotate(changed_at=last_change("episodes__changes"))


def last_change(changes: str) -> Greatest:
    """Return an expression for the later of `updated_at` and the last change to an episode.

    `changes` is the lookup path from the row to the changes of its episodes.
    """
    last = Max(f"{changes}__at", filter=Q(**{f"{changes}__latest": True}))
    return Greatest(Coalesce(last, F("updated_at")), F("updated_at"))


class Show(models.Model):
    """A podcast or channel."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    url = models.URLField("website", blank=True)
    text_may_be_shared = models.BooleanField(
        default=True,
        help_text="May we republish transcripts? If not, the site shows scores, times, links and "
        "short excerpts only.",
    )
    text_licence = models.CharField(
        "transcript licence",
        max_length=100,
        blank=True,
        help_text="As stated by the publisher, e.g. CC-BY-4.0. Leave empty if not stated.",
    )

    updated_at = models.DateTimeField(auto_now=True)

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:show", args=[self.slug])


class Shelf(models.Model):
    """A topic shelf; editors assign each episode to one shelf."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Shelves are ordered by this number, then by title."
    )

    updated_at = models.DateTimeField(auto_now=True)

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ["position", "title"]
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:shelf", args=[self.slug])


class Guest(models.Model):
    """A guest of one or more episodes."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200, unique=True)

    updated_at = models.DateTimeField(auto_now=True)

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:guest", args=[self.slug])


class Tag(models.Model):
    """A tag for episodes."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)

    updated_at = models.DateTimeField(auto_now=True)

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:tag", args=[self.slug])
