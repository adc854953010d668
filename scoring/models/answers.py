"""Passages that make a claim, and passages that answer these claims."""

from django.db import models

from library.models import Segment


class ClaimPassage(models.Model):
    """A passage about AI that takes a side and makes a claim.

    `score` comes from the current assessment, and `subjects` maps the slug of each subject to its
    number of mentions.
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
    """A passage that answers another passage.

    `place` is the rank of the answer, from 1, or null if the answer is not shown. An answer is not
    shown if there are enough better ones, or if its passage is already shown as the answer to the
    maximum number of others. `start` and `end` are the character offsets of the sentences to show.
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
