"""Models for podcast feeds."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from library.models.catalogue import Shelf, Show
from library.models.episode import Episode
from library.models.job import Job, JobItem


class FeedQuerySet(models.QuerySet["Feed"]):
    def failing(self) -> Self:
        """Return enabled feeds with an import that failed completely or partly.

        Failures that were dismissed or repaired later do not count. The latest error is annotated
        as `failure`.
        """
        subject = Concat(
            Value("feed:"), Cast(OuterRef("pk"), CharField()), output_field=CharField()
        )
        items = JobItem.objects.unresolved().filter(job__kind=Job.Kind.FEEDS, subject=subject)
        error = Subquery(items.order_by("-pk").values("error")[:1])
        return self.filter(enabled=True).annotate(failure=error).filter(failure__isnull=False)


class Feed(models.Model):
    """The RSS feed of a show, with filters for its items."""

    show = models.OneToOneField(Show, on_delete=models.CASCADE, related_name="feed")
    url = models.URLField(
        "URL", max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    enabled = models.BooleanField(default=True, help_text="Import daily.")
    include = models.TextField(
        blank=True,
        help_text="Import only items that contain one of these words, one per line. Empty: all.",
    )
    exclude = models.TextField(
        blank=True, help_text="Skip items that contain one of these words, one per line."
    )
    shelf = models.ForeignKey(
        Shelf, on_delete=models.SET_NULL, null=True, blank=True, help_text="Shelf of new drafts."
    )
    most_new = models.PositiveSmallIntegerField(
        "maximum new drafts",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text="Maximum drafts per import; the newest items are imported first.",
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    outcome = models.TextField(blank=True, editable=False, help_text="Result of the last import.")

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["show__title"]

    def __str__(self) -> str:
        return f"Feed of {self.show}"

    @property
    def included(self) -> list[str]:
        return _lines(self.include)

    @property
    def excluded(self) -> list[str]:
        return _lines(self.exclude)


class FeedEntry(models.Model):
    """A feed item that has an episode in the library, whether imported or matched."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    guid = models.CharField(max_length=500)
    episode = models.ForeignKey(Episode, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "guid"], name="feed_entry_is_known_once")
        ]

    def __str__(self) -> str:
        return self.guid


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
