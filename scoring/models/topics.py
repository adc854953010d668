"""What conversations and passages are about, as an inverted index of weighted terms."""

from collections.abc import Collection
from typing import Self

from django.db import models

from library.models import Segment, Transcript


class TopicEdition(models.Model):
    """A count of the library's terms. What is about what is worked out anew for each edition."""

    number = models.PositiveIntegerField(unique=True)
    version = models.CharField(max_length=40, help_text="Of the vectors and of the vocabulary.")
    transcripts = models.PositiveIntegerField()
    segments = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Edition {self.number}"


class Term(models.Model):
    """A stem or a pair of stems that more than one conversation uses."""

    text = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=120, help_text="The words it most often stands for.")
    segments = models.PositiveIntegerField(help_text="Segments with it, in the last edition.")
    topical = models.BooleanField(default=True, help_text="Whether it names a topic here.")

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.label


class TranscriptTopics(models.Model):
    """The topics of one transcript in one edition; `passages` holds [term, weight] by segment."""

    transcript = models.OneToOneField(Transcript, on_delete=models.CASCADE, related_name="topics")
    edition = models.ForeignKey(TopicEdition, on_delete=models.CASCADE, related_name="topics")
    passages = models.JSONField(default=list)
    crowding = models.FloatField(
        default=0.0, help_text="Mean nearness to the conversations nearest to it."
    )
    stances = models.ForeignKey(
        "Assessment",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The assessment whose scores its answers rest on.",
    )

    def __str__(self) -> str:
        return f"Topics of {self.transcript}"

    def read_passages(self) -> list[dict[int, float]]:
        return [dict(vector) for vector in self.passages]


class EpisodeTermQuerySet(models.QuerySet["EpisodeTerm"]):
    def in_force(self) -> Self:
        """The terms of current transcripts."""
        return self.filter(transcript__is_current=True)

    def overlap(
        self, terms: Collection[int], episodes: Collection[int]
    ) -> dict[int, dict[int, float]]:
        """Return the weights of those of `terms` that each of `episodes` has."""
        if not terms or not episodes:
            return {}
        rows = self.in_force().filter(term__in=terms, transcript__episode__in=episodes)
        found: dict[int, dict[int, float]] = {}
        for episode, term, weight in rows.values_list("transcript__episode", "term", "weight"):
            found.setdefault(episode, {})[term] = weight
        return found


class EpisodeTerm(models.Model):
    """A term of a whole conversation; the weights of one have length 1."""

    transcript = models.ForeignKey(
        Transcript, on_delete=models.CASCADE, related_name="terms", db_index=False
    )
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    weight = models.FloatField()

    objects = EpisodeTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transcript", "term"], name="episode_term_once")
        ]
        indexes = [
            models.Index(
                "term", models.F("weight").desc(), "transcript", name="episode_term_postings"
            )
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.weight:.2f}"


class SegmentTerm(models.Model):
    """A term of one passage; of each term the weightiest passages are read first."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    weight = models.FloatField()

    class Meta:
        indexes = [
            models.Index("term", models.F("weight").desc(), "segment", name="segment_term_postings")
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.weight:.2f}"
