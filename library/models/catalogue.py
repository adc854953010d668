"""What episodes are filed under: shows, shelves, guests and tags."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

Filing = TypeVar("Filing", bound=models.Model)


class CatalogueQuerySet(models.QuerySet[Filing]):
    """Shows, shelves, guests or tags."""

    def in_use(self) -> Self:
        """Those that published episodes are filed under, with their number as `episode_count`."""
        of_published = Count("episodes", filter=Q(episodes__status="published"), distinct=True)
        used = self.annotate(episode_count=of_published).filter(episode_count__gt=0)
        # A grouped query forgets the model's order.
        return used.order_by(*(self.model._meta.ordering or ()))


class Show(models.Model):
    """A podcast or channel."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    url = models.URLField("website", blank=True)
    text_may_be_shared = models.BooleanField(
        default=True,
        help_text="Off: its publisher forbids giving the words on. Scores, times and links are "
        "given, and short excerpts are shown.",
    )
    text_licence = models.CharField(
        "licence of the words",
        max_length=100,
        blank=True,
        help_text="As the publisher states it, e.g. CC-BY-4.0; empty: not stated.",
    )

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:show", args=[self.slug])


class Shelf(models.Model):
    """The editors' topic shelf that an episode stands on."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Shelves are shown in ascending order, then by title."
    )

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "title"]
        verbose_name_plural = "shelves"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:shelf", args=[self.slug])


class Guest(models.Model):
    """Somebody who speaks in an episode beside its hosts."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200, unique=True)

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:guest", args=[self.slug])


class Tag(models.Model):
    """A word that editors file episodes under."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True)

    objects = CatalogueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:tag", args=[self.slug])
