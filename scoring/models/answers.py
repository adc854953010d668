"""Passages that make a claim, and passages that answer them."""

from django.db import models

from library.models import Segment


class ClaimPassage(models.Model):
    """A passage about AI that takes a side and makes a claim.

    `subjects` contains the number of mentions of each subject by slug; `score` is that of the
    current assessment.
    """

    segment = models.OneToOneField(
        Segment, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    score = models.FloatField()
    says_ai = models.PositiveSmallIntegerField()
    claim = models.FloatField(help_text="Strength of the claim (scoring/core/answering/claims.py).")
    subjects = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Claim of {self.segment}"


class PassageAnswer(models.Model):
    """A passage that answers another.

    `place` is the rank, from 1, or null if the answer is already shown for enough other passages.
    `start` and `end` are the character offsets of the answering sentences.
    """

    question = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="answers")
    answer = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="answered")
    nearness = models.FloatField(help_text="Topic similarity, 0 to 1.")
    subjects = models.JSONField(default=list, help_text="Slugs of the subjects that both mention.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "answer"], name="passage_answers_once")
        ]

    def __str__(self) -> str:
        return f"{self.answer} answers {self.question}"
