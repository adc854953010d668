"""Episodes: one conversation each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from library.models.catalogue import Guest, Shelf, Show, Tag
from library.querysets import EpisodeQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from scoring.models import Assessment


class TextOrigin(models.TextChoices):
    """Who wrote a text of an episode."""

    EDITOR = "editor", "Written by an editor"
    MACHINE = "machine", "Written by a machine"
    SOURCE = "source", "Taken from the source"


def origin_field() -> "models.CharField[str, str]":
    return models.CharField(
        "by", max_length=10, choices=TextOrigin.choices, default=TextOrigin.EDITOR
    )


def account_field() -> "models.ForeignKey[AbstractUser | None, AbstractUser | None]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
    )


class Episode(models.Model):
    """One conversation; `scoring.curation.workflow` moves it from state to state."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCORED = "scored", "Scored"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"
        ARCHIVED = "archived", "Archived"

    TEXTS = ("why_it_matters", "summary", "editor_note")
    OF_AUDIO: ClassVar[Mapping[str, str | None]] = {"audio_type": "", "audio_bytes": None}
    """What is true of one address of audio alone, as it is where it is not known."""
    REQUIRED_TEXTS = ("why_it_matters", "summary")

    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(max_length=300)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="episodes")
    shelf = models.ForeignKey(
        Shelf, on_delete=models.PROTECT, related_name="episodes", null=True, blank=True
    )
    guests = models.ManyToManyField(Guest, related_name="episodes", blank=True)
    tags = models.ManyToManyField(Tag, related_name="episodes", blank=True)
    published_on = models.DateField(
        "date", null=True, blank=True, help_text="When the conversation came out; empty: not known."
    )
    why_it_matters = models.TextField("why this matters", blank=True)
    why_it_matters_by = origin_field()
    summary = models.TextField(blank=True)
    summary_by = origin_field()
    editor_note = models.TextField(blank=True)
    editor_note_by = origin_field()
    video_id = models.CharField("YouTube video", max_length=20, blank=True)
    audio_url = models.URLField("audio address", max_length=500, blank=True)
    audio_type = models.CharField(
        max_length=100, blank=True, help_text="Media type, e.g. audio/mpeg; empty: by the address."
    )
    audio_bytes = models.PositiveBigIntegerField(
        "length of the audio",
        null=True,
        blank=True,
        help_text="Bytes; podcast feeds offer audio of known length only.",
    )
    stated_duration = models.PositiveIntegerField(
        null=True, blank=True, help_text="Seconds, as its publisher states; empty: not known."
    )
    text_may_be_shared = models.BooleanField(
        null=True, blank=True, help_text="Whether the words may be given on; unknown: as the show."
    )
    text_licence = models.CharField(
        "licence of the words", max_length=100, blank=True, help_text="Empty: as the show's."
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    submitted_by = account_field()
    texts_changed_by = account_field()
    is_sample = models.BooleanField(
        default=False, help_text="Invented for demonstration, and marked so wherever it is shown."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    lead_assessment: "Assessment | None" = None
    """Filled by `with_lead_assessment`."""
    trail_beside: list[float] | None = None
    statistics_beside: dict[str, Any] | None = None
    """The automatic assessment's, where an editor's leads; filled by `with_trail_beside`."""

    objects = EpisodeQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["created_at", "updated_at"], m2m_fields=[guests, tags]
    )

    class Meta:
        ordering = [F("published_on").desc(nulls_last=True), "title", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "scored", "in_review", "published", "archived"]),
                name="episode_status_is_known",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="episode_has_a_title"),
        ]
        indexes = [models.Index(fields=["status", "published_on"], name="episode_by_date")]
        permissions = [
            ("submit_episode", "Can hand an episode in for review"),
            ("review_episode", "Can publish or return an episode in review"),
            ("archive_episode", "Can archive an episode and bring it back"),
            ("override_publication", "Can publish against the rules, with a reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:episode", args=[self.slug])

    @property
    def shares_text(self) -> bool:
        """Tell whether its words may be given on: its own answer, or else its show's."""
        own = self.text_may_be_shared
        return self.show.text_may_be_shared if own is None else own

    @property
    def licence(self) -> str:
        """The licence of its words, as its publisher states it; '' where none is stated."""
        return self.text_licence or self.show.text_licence

    @property
    def transcript_url(self) -> str:
        return reverse("library:transcript", args=[self.slug])
