"""Assessments of episodes by scorers and editors."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from library.models import Episode, Transcript
from scoring.core.position import Ingredients, StanceKind
from scoring.core.position_sentences import (
    ADVERTISING,
    NOT_ABOUT_AI,
    NOT_ITS_SUBJECT,
    not_placed_sentence,
)
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Confidence, EvidenceMode, Lens
from scoring.core.stats import Statistics
from scoring.models.assessment_querysets import AssessmentQuerySet
from scoring.models.choices import choices


class Assessment(models.Model):
    """An assessment of one episode, made by a scorer (automatic) or by a listener (editorial).

    `scoring.services.assessing.choose_lead` chooses the leading assessment of an episode. An
    automatic assessment with `of_whole` comes from a scorer that read the whole conversation: it
    has a claim and topics, but no segment scores, and never leads. If a conversation is hardly
    about AI, its automatic assessment has no position, interval, band, charge, kind of stance,
    statistics or trail, and `not_placed_because` explains why.
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
    of_whole = models.BooleanField(
        "of the whole conversation",
        default=False,
        editable=False,
        help_text="The scorer read the whole conversation instead of single segments.",
    )

    scorer = models.CharField(max_length=60, blank=True)
    scorer_version = models.CharField(max_length=60, blank=True)
    transcript_checksum = models.CharField(max_length=64, blank=True)
    assessor = models.CharField(max_length=200, blank=True)
    listened_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Editorial assessments only."
    )
    source_name = models.CharField(
        "source file", max_length=255, blank=True, help_text="The file name, or “form”."
    )
    source_checksum = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the source file."
    )

    position = models.FloatField(
        null=True,
        blank=True,
        help_text="From -100 (risk-forward) to +100 (opportunity-forward); empty if not placed.",
    )
    low = models.FloatField(null=True, blank=True, help_text="Lower end of the 90 % interval.")
    high = models.FloatField(null=True, blank=True, help_text="Upper end of the 90 % interval.")
    band = models.CharField(max_length=20, choices=choices(Band), blank=True)
    charge = models.FloatField(
        null=True, blank=True, help_text="Percentage of the passages about AI that lean to a side."
    )
    stance_kind = models.CharField(
        "kind of stance", max_length=20, choices=choices(StanceKind), blank=True
    )
    ingredients = models.JSONField(
        null=True, blank=True, help_text="Passage counts behind the position."
    )
    claim = models.TextField(
        blank=True, help_text="The main claim of the conversation, in one sentence."
    )
    topics = models.JSONField(default=list, blank=True, help_text="Topics, most specific first.")
    split = models.FloatField(
        null=True,
        blank=True,
        help_text="Disagreement within the conversation: 0 (none) to 100 (evenly split).",
    )
    lens = models.CharField(max_length=20, choices=choices(Lens))
    confidence = models.CharField(max_length=10, choices=choices(Confidence))
    confidence_reasons = models.JSONField(default=list, blank=True)
    evidence_mode = models.CharField(max_length=30, choices=choices(EvidenceMode))
    bullets = models.JSONField(default=list, blank=True)
    statistics = models.JSONField(null=True, blank=True)
    trail = models.JSONField(default=list, blank=True, help_text="Segment scores in order.")
    left_out = models.JSONField(
        default=list,
        blank=True,
        help_text="Numbers of the segments left out of all scores because they are adverts.",
    )
    off_topic = models.JSONField(
        default=list,
        blank=True,
        help_text="Numbers of the segments left out of all scores because they are not about AI.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssessmentQuerySet["Assessment"].as_manager()
    history = HistoricalRecords(excluded_fields=["statistics", "trail", "created_at"])

    class Meta:
        # Ordered by ID, not by time, because clocks can be set back and differ between machines.
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
                condition=Q(position__isnull=False) & ~Q(band="")
                | Q(
                    kind="automatic",
                    position__isnull=True,
                    low__isnull=True,
                    high__isnull=True,
                    band="",
                    charge__isnull=True,
                    stance_kind="",
                ),
                name="assessment_is_placed_or_not",
            ),
            models.CheckConstraint(
                condition=Q(charge__isnull=True) | Q(charge__gte=0, charge__lte=100),
                name="assessment_charge_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(split__isnull=True) | Q(split__gte=0, split__lte=100),
                name="assessment_split_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(of_whole=False) | Q(kind="automatic", leads=False),
                name="assessment_of_a_whole_is_automatic_and_never_leads",
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

    @property
    def public_since(self) -> datetime:
        """Time of publication or, if there is none, of creation."""
        return self.published_at or self.created_at

    @property
    def placed(self) -> bool:
        """Whether the conversation has a position; false if too little of it is about AI."""
        return self.position is not None

    @property
    def is_summed_up(self) -> bool:
        """Whether this assessment was calculated from segment scores."""
        return self.kind == self.Kind.AUTOMATIC and not self.of_whole

    @property
    def not_placed_because(self) -> str:
        """Sentence that explains why there is no position, or '' if there is one."""
        if self.placed:
            return ""
        if self.of_whole:
            return NOT_ITS_SUBJECT
        ingredients = self.ingredients or {"passages": 0, "of": 0}
        return not_placed_sentence(ingredients["passages"], ingredients["of"])

    def asides(self) -> dict[int, str]:
        """Return the reason for each segment that is left out of all scores, by segment number."""
        reasons = dict.fromkeys(self.off_topic, NOT_ABOUT_AI)
        return reasons | dict.fromkeys(self.left_out, ADVERTISING)

    def read_ingredients(self) -> Ingredients | None:
        """Return the passage counts behind the position, or None if no passages were counted."""
        stored = self.ingredients
        if not stored or not stored["passages"]:
            return None
        names = ("passages", "risk", "opportunity", "leaning")
        return Ingredients(**{name: stored[name] for name in names})

    def read_statistics(self) -> Statistics | None:
        return Statistics(**self.statistics) if self.statistics else None
