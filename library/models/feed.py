"""Feeds that drafts of episodes are made from."""

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models

from library.models.catalogue import Shelf, Show
from library.models.episode import Episode


class Feed(models.Model):
    """The RSS feed of a show, and the rules by which its episodes become drafts."""

    show = models.OneToOneField(Show, on_delete=models.CASCADE, related_name="feed")
    url = models.URLField(
        "address", max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    enabled = models.BooleanField(default=True, help_text="Read daily, and when all are read.")
    include = models.TextField(
        blank=True, help_text="Only items that hold one of these words; one a line. Empty: all."
    )
    exclude = models.TextField(blank=True, help_text="No items that hold one of these; one a line.")
    shelf = models.ForeignKey(
        Shelf, on_delete=models.SET_NULL, null=True, blank=True, help_text="Of the drafts."
    )
    most_new = models.PositiveSmallIntegerField(
        "at most new",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text="Drafts made at a time, newest first.",
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    outcome = models.TextField(blank=True, editable=False, help_text="Of the last reading.")

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
    """An item of a feed that has become an episode, or was found to be one already."""

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
