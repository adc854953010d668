"""Assessments of episodes, by scorers and by editors."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.fields.json import KT
from django.db.models.functions import Abs, Cast
from simple_history.models import HistoricalRecords

from library.models import Episode, Transcript
from scoring.core.position import Ingredients, StanceKind
from scoring.core.position_sentences import ADVERTISING, NOT_ABOUT_AI, not_placed_sentence
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Confidence, EvidenceMode, Lens
from scoring.core.stats import Statistics
from scoring.models.choices import choices


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def automatic(self) -> Self:
        return self.filter(kind="automatic")

    def editorial(self) -> Self:
        return self.filter(kind="editorial")

    def published(self) -> Self:
        return self.filter(status="published")

    def last_published_first(self) -> Self:
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def latest_word(self) -> Self:
        """Leave out editorial assessments whose assessor has published a later one."""
        published = self.model._default_manager.filter(
            episode=OuterRef("episode"),
            assessor=OuterRef("assessor"),
            kind="editorial",
            status="published",
        )
        later = published.filter(published_at__gt=OuterRef("published_at"))
        return self.filter(~Exists(later))

    def public(self) -> Self:
        """Published assessments of published episodes."""
        return self.published().filter(episode__status="published")

    def placed(self) -> Self:
        """Leave out those of conversations that are hardly about AI, which have no position."""
        return self.filter(position__isnull=False)

    def of_current_transcript(self) -> Self:
        return self.filter(transcript__is_current=True)

    def by(self, *, scorer: str, version: str) -> Self:
        return self.filter(scorer=scorer, scorer_version=version)

    def leading(self, episodes: QuerySet[Episode]) -> Self:
        """The assessments that place these episodes and lead their pages."""
        return self.placed().filter(leads=True, episode__in=episodes.order_by().values("pk"))

    def in_disagreement(self, *, points: int = 20) -> Self:
        """Automatic assessments far from the editor's that leads: in points, or in another band."""
        return (
            self.automatic()
            .placed()
            .of_current_transcript()
            .filter(episode__assessments__leads=True, episode__assessments__kind="editorial")
            .annotate(
                apart=Abs(F("position") - F("episode__assessments__position")),
                editors_band=F("episode__assessments__band"),
            )
            .filter(Q(apart__gte=points) | ~Q(editors_band=F("band")))
        )

    def band_counts(self) -> tuple[int, ...]:
        """Return how many segments of the leading assessments fall in each band, in band order."""

        def total(band: str) -> Sum:
            return Sum(Cast(KT(f"statistics__{band}"), models.IntegerField()))

        sums = self.filter(leads=True).aggregate(
            risk=total("risk"), mixed=total("mixed"), opportunity=total("opportunity")
        )
        return tuple(sums[band] or 0 for band in ("risk", "mixed", "opportunity"))

    def versions_in_use(self) -> list[tuple[str, str, int]]:
        """Return scorer, version and number of the automatic assessments that lead, most first."""
        leading = self.automatic().filter(leads=True).order_by()
        counted = leading.values_list("scorer", "scorer_version").annotate(number=Count("pk"))
        return list(counted.order_by("-number", "scorer", "scorer_version"))

    def in_force(self) -> "Assessment | None":
        """The automatic assessment whose segments are shown: the lead, else the one preferred."""
        return self.of_current_transcript().preferred_first().first()

    def preferred_first(self) -> Self:
        """The lead, then the default scorer's, then what was stored last."""
        others = Case(When(scorer=settings.DEFAULT_SCORER, then=0), default=1)
        return self.order_by("-leads", others, "-pk")


class Assessment(models.Model):
    """A judgement of one episode: automatic, from its segments, or editorial, by a listener.

    Exactly one assessment of an episode leads: `scoring.services.assessing.choose_lead` decides.
    A conversation that is hardly about AI is not placed: its automatic assessment has no position,
    interval, band, kind of stance, statistics or trail, and says why in `ingredients`.
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

    position = models.FloatField(
        null=True,
        blank=True,
        help_text="-100 risk-forward to +100 opportunity-forward; empty: not placed.",
    )
    low = models.FloatField(null=True, blank=True, help_text="Lower end of the 90 % interval.")
    high = models.FloatField(null=True, blank=True, help_text="Upper end of the 90 % interval.")
    band = models.CharField(max_length=20, choices=choices(Band), blank=True)
    charge = models.FloatField(
        null=True, blank=True, help_text="Percent of the passages about AI that lean to a side."
    )
    stance_kind = models.CharField(
        "kind of stance", max_length=20, choices=choices(StanceKind), blank=True
    )
    ingredients = models.JSONField(
        null=True, blank=True, help_text="What the position is made of, in numbers of passages."
    )
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
    off_topic = models.JSONField(
        default=list, blank=True, help_text="Segments not about AI, by number; in no figure."
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
    def placed(self) -> bool:
        """Whether the conversation has a position; one that is hardly about AI has none."""
        return self.position is not None

    @property
    def not_placed_because(self) -> str:
        """Why the conversation has no position, in a sentence; empty where it has one."""
        made_of = self.ingredients or {"passages": 0, "of": 0}
        return "" if self.placed else not_placed_sentence(made_of["passages"], made_of["of"])

    def asides(self) -> dict[int, str]:
        """Return why segments are in no figure, by number: advertising, or not about AI."""
        found = dict.fromkeys(self.off_topic, NOT_ABOUT_AI)
        return found | dict.fromkeys(self.left_out, ADVERTISING)

    def read_ingredients(self) -> Ingredients | None:
        """What the position is made of, or None of an editor's or of one without passages."""
        stored = self.ingredients
        if not stored or not stored["passages"]:
            return None
        names = ("passages", "risk", "opportunity", "leaning")
        return Ingredients(**{name: stored[name] for name in names})

    def read_statistics(self) -> Statistics | None:
        return Statistics(**self.statistics) if self.statistics else None
