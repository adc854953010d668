"""Episodes: one conversation each."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import (
    Case,
    F,
    FilteredRelation,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.urls import reverse
from simple_history.models import HistoricalRecords

from library.models.catalogue import Guest, Shelf, Show, Tag
from library.models.fields import account_field, origin_field


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
            trail_beside=self.automatic_column("trail"),
            statistics_beside=self.automatic_column("statistics"),
        )

    def automatic_column(self, column: str, **otherwise: F) -> Case:
        """Return a column of the automatic assessment where an editor's leads."""
        assessments: Any = self.model._meta.get_field("assessments").related_model
        found = assessments.objects.automatic().of_current_transcript().preferred_first()
        of_this = found.filter(episode=OuterRef("pk")).values(column)
        return Case(
            When(lead_assessment__kind="editorial", then=Subquery(of_this[:1])),
            output_field=JSONField(null=True),
            **otherwise,
        )

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
        """Title and slug of the shelf and position of its newest placed episodes, by shelf."""
        order: Any = self.newest_first().query.order_by
        place = Window(RowNumber(), partition_by="shelf", order_by=order)
        placed = self.published().filter(
            assessments__leads=True, assessments__position__isnull=False, shelf__isnull=False
        )
        rows: Any = (
            placed.annotate(place=place)
            .filter(place__lte=most)
            .order_by("shelf__title", "shelf__slug")
            .values_list("shelf__title", "shelf__slug", "assessments__position")
        )
        return rows  # type: ignore[no-any-return]

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
    claim = models.CharField(
        max_length=300, blank=True, help_text="What is claimed, in one sentence; shown on cards."
    )
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

    lead_assessment: Any = None
    """The `scoring.models.Assessment` that leads, or None; filled by `with_lead_assessment`."""
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
