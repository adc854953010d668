"""Subjects of the vocabulary, with the passages and conversations about them."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from library.models import Episode, Segment, Transcript
from library.models.catalogue import last_change
from scoring.core.spectrum import Lens
from scoring.core.subjects import vocabulary
from scoring.models.choices import choices


class SubjectQuerySet(models.QuerySet["Subject"]):
    def in_use(self) -> Self:
        """Select subjects of published episodes, and count those episodes as `episode_count`."""
        of_published = Count(
            "episodes", filter=Q(episodes__episode__status="published"), distinct=True
        )
        used = self.annotate(episode_count=of_published).filter(episode_count__gt=0)
        return used.order_by("name")

    def with_change_time(self) -> Self:
        """Annotate `changed_at`: when the subject or any of its episodes last changed."""
        return self.annotate(changed_at=last_change("episodes__episode__changes"))

    def most_used(self) -> Self:
        """Select subjects of published episodes, with the most used first."""
        return self.in_use().order_by(F("episode_count").desc(), "name")


class Subject(models.Model):
    """A subject of the vocabulary. Phrases are separated by semicolons, as in `subjects.tsv`."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80, unique=True, help_text="A noun phrase in common use.")
    lens = models.CharField(max_length=20, choices=choices(Lens))
    phrases = models.TextField(help_text="One to six words each, separated by semicolons.")
    ambiguous = models.TextField(
        "phrases in context",
        blank=True,
        help_text="Phrases that match only near a context word.",
    )
    context = models.TextField(
        blank=True, help_text="Context words. “AI” matches any mention of AI."
    )
    built_in = models.BooleanField(
        default=False, help_text="Updated with the software. Editing the subject turns this off."
    )
    passages = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Number of passages that mention the subject, in the last edition.",
    )

    updated_at = models.DateTimeField(auto_now=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:subject", args=[self.slug])

    def clean(self) -> None:
        try:
            self.as_row()
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def as_row(self) -> vocabulary.Subject:
        """Return the subject as a vocabulary row. Raises ValueError if a phrase is invalid."""
        phrases, ambiguous, context = (
            tuple(phrase.strip() for phrase in text.split(";") if phrase.strip())
            for text in (self.phrases, self.ambiguous, self.context)
        )
        return vocabulary.Subject(
            self.slug, self.name, Lens(self.lens), phrases, ambiguous, context
        )


class SubjectWeight(models.Model):
    """The weight of a subject in a conversation. A conversation's weights form a unit vector."""

    transcript = models.ForeignKey(
        Transcript, on_delete=models.CASCADE, related_name="subject_weights", db_index=False
    )
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+", db_index=False)
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transcript", "subject"], name="subject_weighs_once")
        ]
        indexes = [
            models.Index("subject", F("weight").desc(), "transcript", name="subject_postings")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.weight:.2f}"


class EpisodeSubject(models.Model):
    """A subject shown on an episode's page; `place` is its rank, from 1."""

    episode = models.ForeignKey(
        Episode, on_delete=models.CASCADE, related_name="subjects", db_index=False
    )
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="episodes")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "subject"], name="episode_subject_once")
        ]

    def __str__(self) -> str:
        return str(self.subject)


def with_subjects() -> "models.Prefetch[str]":
    """Return a Prefetch that loads the subjects of episodes in one query."""
    return models.Prefetch("subjects", EpisodeSubject.objects.select_related("subject"))


class SegmentSubject(models.Model):
    """A subject mentioned in a passage; `score` is the passage's current score, if it has one."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+", db_index=False)
    mentions = models.PositiveSmallIntegerField()
    score = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "score"], name="subject_by_score")]

    def __str__(self) -> str:
        return f"{self.subject} ×{self.mentions}"


class SubjectOverride(models.Model):
    """An editor's decision to add a subject to an episode or remove it from the episode."""

    class Kind(models.TextChoices):
        ADD = "add", "Add"
        REMOVE = "remove", "Remove"

    episode = models.ForeignKey(
        Episode, on_delete=models.CASCADE, related_name="subject_overrides", db_index=False
    )
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "subject added or removed"
        verbose_name_plural = "subjects added or removed"
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "subject"],
                name="subject_is_overridden_once",
                violation_error_message="This subject has already been added or removed.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["add", "remove"]), name="subject_is_added_or_removed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
