"""The topics of conversations and passages, stored as an inverted index of weighted terms."""

from collections.abc import Collection
from typing import Self

from django.db import models

from library.models import Segment, Transcript


class TopicEdition(models.Model):
    """A version of the library's term counts. All topics are recalculated for each new edition."""

    number = models.PositiveIntegerField(unique=True)
    version = models.CharField(
        max_length=40, help_text="Version of the vectors and of the vocabulary."
    )
    transcripts = models.PositiveIntegerField()
    segments = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Edition {self.number}"


class Term(models.Model):
    """A stem or pair of stems that occurs in more than one conversation."""

    text = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=120, help_text="Most frequent words of the term.")
    segments = models.PositiveIntegerField(
        help_text="Number of segments that contain the term, in the last edition."
    )
    topical = models.BooleanField(
        default=True, help_text="Whether the term names a topic in this library."
    )

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return self.label


class TranscriptTopics(models.Model):
    """The topics of a transcript in one edition.

    `passages` has an entry for each segment, in order: a list of the segment's [term key, weight]
    pairs.
    """

    transcript = models.OneToOneField(Transcript, on_delete=models.CASCADE, related_name="topics")
    edition = models.ForeignKey(TopicEdition, on_delete=models.CASCADE, related_name="topics")
    passages = models.JSONField(default=list)
    crowding = models.FloatField(
        default=0.0, help_text="Mean similarity to the most similar conversations."
    )
    stances = models.ForeignKey(
        "Assessment",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Assessment whose scores were used to find answers.",
    )

    def __str__(self) -> str:
        return f"Topics of {self.transcript}"

    def read_passages(self) -> list[dict[int, float]]:
        return [dict(vector) for vector in self.passages]


class EpisodeTermQuerySet(models.QuerySet["EpisodeTerm"]):
    def in_force(self) -> Self:
        """Select terms of current transcripts."""
        return self.filter(transcript__is_current=True)

    def overlap(
        self, terms: Collection[int], episodes: Collection[int]
    ) -> dict[int, dict[int, float]]:
        """Return the weights of `terms` in `episodes`, by episode and term.

        Episodes that have none of the terms are left out.
        """
        if not terms or not episodes:
            return {}
        rows = self.in_force().filter(term__in=terms, transcript__episode__in=episodes)
        weights: dict[int, dict[int, float]] = {}
        for episode, term, weight in rows.values_list("transcript__episode", "term", "weight"):
            weights.setdefault(episode, {})[term] = weight
        return weights


class EpisodeTerm(models.Model):
    """A term of a conversation, with its weight. A conversation's weights form a unit vector."""

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
    """A term of a passage, with its weight."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="terms")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+", db_index=False)
    weight = models.FloatField()

    class Meta:
        indexes = [
            models.Index("term", models.F("weight").desc(), "segment", name="segment_term_postings")
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.weight:.2f}"
