"""Judgements of episodes and of their segments."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from library.models import Episode, Segment, Transcript
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Confidence, EvidenceMode, Lens
from scoring.core.stats import Statistics
from scoring.models.choices import choices
from scoring.querysets import AssessmentQuerySet, SegmentScoreQuerySet


class Assessment(models.Model):
    """A judgement of one episode: automatic, from its segments, or editorial, by a listener.

    Exactly one assessment of an episode leads; `scoring.services.assessing.choose_lead` decides which.
    """

    class Kind(models.TextChoices):
        AUTOMATIC = "automatic", "Automatic"
        EDITORIAL = "editorial", "Editorial"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="assessments")
    transcript = models.ForeignKey(
        Transcript, on_delete=models.CASCADE, related_name="assessments", null=True, blank=True
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    leads = models.BooleanField(default=False, editable=False)

    scorer = models.CharField(max_length=60, blank=True)
    scorer_version = models.CharField(max_length=60, blank=True)
    transcript_checksum = models.CharField(max_length=64, blank=True)
    assessor = models.CharField(max_length=200, blank=True)
    listened_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When an editorial one was published."
    )
    source_name = models.CharField(
        "handed in as", max_length=255, blank=True, help_text="The file, or the form."
    )
    source_checksum = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was handed in."
    )

    position = models.FloatField(help_text="-100 risk-forward to +100 opportunity-forward.")
    low = models.FloatField(null=True, blank=True, help_text="Lower end of the 90 % interval.")
    high = models.FloatField(null=True, blank=True, help_text="Upper end of the 90 % interval.")
    band = models.CharField(max_length=20, choices=choices(Band))
    lens = models.CharField(max_length=20, choices=choices(Lens))
    confidence = models.CharField(max_length=10, choices=choices(Confidence))
    confidence_reasons = models.JSONField(default=list, blank=True)
    evidence_mode = models.CharField(max_length=30, choices=choices(EvidenceMode))
    bullets = models.JSONField(default=list, blank=True)
    statistics = models.JSONField(null=True, blank=True)
    trail = models.JSONField(default=list, blank=True, help_text="Segment scores, early to late.")
    left_out = models.JSONField(
        default=list, blank=True, help_text="Segments of advertising, by number; in no figure."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssessmentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["statistics", "trail", "created_at"])

    class Meta:
        # Stored last comes first: clocks are set back, and differ between machines.
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transcript", "scorer", "scorer_version"],
                condition=Q(kind="automatic"),
                name="assessment_is_made_once",
            ),
            models.UniqueConstraint(
                fields=["episode"], condition=Q(leads=True), name="one_assessment_leads"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=SCALE_MIN, position__lte=SCALE_MAX),
                name="assessment_position_is_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__lte=F("position"), high__gte=F("position")),
                name="assessment_interval_holds_the_position",
            ),
            models.CheckConstraint(
                condition=~Q(kind="automatic")
                | Q(transcript__isnull=False)
                & ~Q(scorer="")
                & ~Q(scorer_version="")
                & ~Q(transcript_checksum=""),
                name="automatic_assessment_names_its_source",
            ),
            models.CheckConstraint(
                condition=~Q(kind="editorial") | ~Q(assessor=""),
                name="editorial_assessment_names_its_assessor",
            ),
        ]
        indexes = [models.Index("leads", "position", name="assessment_lead_position")]
        permissions = [("publish_assessment", "Can publish and withdraw editorial assessments")]

    def __str__(self) -> str:
        return f"{self.episode}: {self.get_kind_display().lower()}"

    def read_statistics(self) -> Statistics | None:
        return Statistics(**self.statistics) if self.statistics else None


class SegmentScore(models.Model):
    """What one assessment says of one segment; shares of phrases and `rest` add up to the score.

    `phrases` is a list of {text, start, end, share}: offsets into the segment's text, points.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="segment_scores"
    )
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="scores")
    score = models.FloatField()
    lens = models.CharField(max_length=20, choices=choices(Lens))
    phrases = models.JSONField(default=list)
    rest = models.FloatField(default=0.0)
    reason = models.TextField(blank=True, help_text="Why an editor places the segment here.")

    objects = SegmentScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "segment"], name="segment_is_scored_once"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=SCALE_MIN, score__lte=SCALE_MAX),
                name="segment_score_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.score:.0f}"
