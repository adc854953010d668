"""Model for episodes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import RowNumber
from django.urls import reverse
from simple_history.models import HistoricalRecords

from library.models.catalogue import Guest, Shelf, Show, Tag
from library.models.episodes_to_curate import EpisodesToCurate
from library.models.fields import account_field, origin_field


class EpisodeQuerySet(EpisodesToCurate["Episode"]):
    def published(self) -> Self:
        return self.filter(status="published")

    def newest_first(self) -> Self:
        """Order by release date, newest first; episodes without a date come last."""
        return self.order_by(F("published_on").desc(nulls_last=True), "title", "slug")

    def with_lead_assessment(self) -> Self:
        """Join the leading assessment as `episode.lead_assessment`, which may be None."""
        return self.annotate(
            lead_assessment=models.FilteredRelation(
                "assessments", condition=Q(assessments__leads=True)
            )
        ).select_related("lead_assessment")

    def with_last_change(self) -> Self:
        """Join the last public change as `episode.last_change`."""
        return self.annotate(
            last_change=models.FilteredRelation("changes", condition=Q(changes__latest=True))
        ).select_related("last_change")

    def with_trail_beside(self) -> Self:
        """Annotate the automatic trail and statistics if an editorial assessment leads."""
        return self.annotate(
            trail_beside=self.automatic_column("trail"),
            statistics_beside=self.automatic_column("statistics"),
        )

    def automatic_column(self, column: str, **otherwise: F) -> models.Case:
        """Return an expression for the automatic assessment's column if an editorial one leads."""
        assessments: Any = self.model._meta.get_field("assessments").related_model
        automatic = assessments.objects.automatic().of_current_transcript().preferred_first()
        of_episode = automatic.filter(episode=OuterRef("pk")).values(column)
        return models.Case(
            models.When(lead_assessment__kind="editorial", then=Subquery(of_episode[:1])),
            output_field=models.JSONField(null=True),
            **otherwise,
        )

    def assessed_by_editor(self, is_assessed: bool) -> Self:
        """Return episodes with, or without, a published editorial assessment."""
        assessed = Q(
            pk__in=self.model.objects.filter(
                assessments__kind="editorial", assessments__status="published"
            ).values("pk")
        )
        return self.filter(assessed if is_assessed else ~assessed)

    def for_cards(self) -> Self:
        """Return published episodes with the data for cards, newest first."""
        return (
            self.published()
            .with_lead_assessment()
            .with_what_cards_show()
            .prefetch_related("guests")
            .newest_first()
        )

    def with_what_cards_show(self) -> Self:
        """Join the data for cards, except leading assessments and guests."""
        assessments: Any = self.model._meta.get_field("assessments").related_model
        claim = assessments.objects.model_claims().filter(episode=OuterRef("pk"))[:1]
        return self.with_trail_beside().annotate(model_claim=claim).select_related("show", "shelf")

    def for_map(self) -> Self:
        """Return published episodes with their leading assessment and current transcript."""
        return (
            self.published()
            .with_lead_assessment()
            .annotate(
                current_transcript=models.FilteredRelation(
                    "transcripts", condition=Q(transcripts__is_current=True)
                )
            )
            .order_by()
        )

    def candidates_by_shelf(self, limit: int) -> QuerySet[Any, tuple[str, str, float]]:
        """Return (shelf title, shelf slug, position) for the newest `limit` episodes per shelf."""
        order: Any = self.newest_first().query.order_by
        row_number = models.Window(RowNumber(), partition_by="shelf", order_by=order)
        placed = self.published().filter(
            assessments__leads=True, assessments__position__isnull=False, shelf__isnull=False
        )
        rows: Any = (
            placed.annotate(row_number=row_number)
            .filter(row_number__lte=limit)
            .order_by("shelf__title", "shelf__slug")
            .values_list("shelf__title", "shelf__slug", "assessments__position")
        )
        return rows  # type: ignore[no-any-return]

    def for_episode_page(self) -> Self:
        """Return published episodes with their show and shelf."""
        return self.published().select_related("show", "shelf")


class Episode(models.Model):
    """A conversation. To change its status, use `scoring.curation.workflow`."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCORED = "scored", "Scored"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"
        ARCHIVED = "archived", "Archived"

    UNPUBLISHED = (Status.DRAFT, Status.SCORED, Status.IN_REVIEW)
    """Statuses before publication."""
    TEXTS = ("why_it_matters", "summary", "editor_note")
    OF_AUDIO: ClassVar[Mapping[str, str | None]] = {"audio_type": "", "audio_bytes": None}
    """Fields that describe `audio_url`, each with the value that means unknown."""
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
        "date", null=True, blank=True, help_text="Release date. Leave empty if unknown."
    )
    why_it_matters = models.TextField("why this matters", blank=True)
    why_it_matters_by = origin_field()
    summary = models.TextField(blank=True)
    summary_by = origin_field()
    claim = models.CharField(
        max_length=300, blank=True, help_text="Main claim, in one sentence; shown on cards."
    )
    editor_note = models.TextField(blank=True)
    editor_note_by = origin_field()
    video_id = models.CharField("YouTube video", max_length=20, blank=True)
    audio_url = models.URLField("audio URL", max_length=500, blank=True)
    audio_type = models.CharField(
        max_length=100,
        blank=True,
        help_text="Media type, e.g. audio/mpeg. If empty, derived from the URL.",
    )
    audio_bytes = models.PositiveBigIntegerField(
        "audio size",
        null=True,
        blank=True,
        help_text="Bytes. Podcast feeds only include audio of known size.",
    )
    stated_duration = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Seconds, as stated by the publisher. Leave empty if unknown.",
    )
    text_may_be_shared = models.BooleanField(
        null=True,
        blank=True,
        help_text="May we republish the transcript? Unknown = show's setting.",
    )
    text_licence = models.CharField(
        "transcript licence", max_length=100, blank=True, help_text="If empty, the show's licence."
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    submitted_by = account_field()
    texts_changed_by = account_field()
    is_sample = models.BooleanField(
        default=False, help_text="Invented for demonstration; labelled as a sample on the site."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    lead_assessment: Any = None
    """The leading `scoring.models.Assessment`, or None; set by `with_lead_assessment`."""
    last_change: Any = None
    """The last `EpisodeChange`, or None; set by `with_last_change`."""
    trail_beside: list[float] | None = None
    statistics_beside: dict[str, Any] | None = None
    """The trail and statistics of the automatic assessment; set by `with_trail_beside`."""
    model_claim: str | None = None
    preview_url: str = ""
    """Path of the episode's preview page, with a trailing slash; '' on public pages."""

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
            ("submit_episode", "Can submit an episode for review"),
            ("review_episode", "Can publish or return an episode in review"),
            ("archive_episode", "Can archive and restore an episode"),
            ("override_publication", "Can publish without review, with a reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:episode", args=[self.slug])

    @property
    def changed_at(self) -> datetime:
        """Time of the last public change; requires `with_last_change`."""
        # PostgreSQL logs changes at commit, so a new episode has no change until then.
        at: datetime = self.last_change.at if self.last_change else self.updated_at
        return at

    @property
    def shares_text(self) -> bool:
        """Whether the transcript may be republished; defaults to the show's setting."""
        own = self.text_may_be_shared
        return self.show.text_may_be_shared if own is None else own

    @property
    def licence(self) -> str:
        """Licence of the transcript as stated by the publisher, or ''."""
        return self.text_licence or self.show.text_licence

    @property
    def transcript_url(self) -> str:
        previewed = self.preview_url and f"{self.preview_url}transcript/"
        return previewed or reverse("library:transcript", args=[self.slug])
