"""Scores of segments. Each score belongs to an assessment."""

from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.text import slugify

from library.models import Segment
from scoring.core.spectrum import BAND_EDGE, SCALE_MAX, SCALE_MIN, Band, Lens
from scoring.models.assessment import Assessment
from scoring.models.choices import choices
from scoring.models.labels import label_of


class SegmentScoreQuerySet(models.QuerySet["SegmentScore"]):
    def from_editors(self) -> Self:
        """Select the scores in each editor's latest published assessment of each episode."""
        latest = Assessment.objects.editorial().published().latest_word()
        return self.filter(assessment__in=latest).select_related("assessment")

    def from_editors_of(self, transcript_id: int) -> Self:
        """Select editors' scores of one transcript by segment, with the latest score first."""
        scores = self.from_editors().filter(segment__transcript_id=transcript_id)
        return scores.order_by("segment__index", "-assessment__published_at", "-pk")

    def for_examples(self) -> Self:
        """Select scores with phrases from leading automatic assessments of published episodes.

        The query also loads the assessments, segments, episodes and shows.
        """
        return (
            self.filter(
                assessment__leads=True,
                assessment__kind="automatic",
                assessment__episode__status="published",
            )
            .exclude(phrases=[])
            .exclude(score=None)
            .exclude(assessment__position=None)
            .select_related("assessment", "segment__transcript__episode__show")
            .defer("segment__transcript__cues", "segment__paragraphs")
            .defer("assessment__trail", "assessment__statistics")
        )

    def in_force(self) -> Self:
        """Select scores from the current automatic assessments of published episodes."""
        latest = Assessment.objects.filter(
            kind="automatic", of_whole=False, transcript=OuterRef("assessment__transcript")
        ).preferred_first()
        return self.filter(
            assessment__kind="automatic",
            assessment__of_whole=False,
            assessment__transcript__is_current=True,
            assessment__episode__status="published",
            assessment=Subquery(latest.values("pk")[:1]),
        )

    def of_assessments_in_force(self) -> Self:
        """Select the same scores as `in_force`, but faster for many episodes.

        A separate query looks up the assessments first. PostgreSQL expects the subquery of
        `in_force` to match a single assessment, so it would sort the scores of the whole library
        for every page of a list.
        """
        latest = Assessment.objects.filter(
            kind="automatic", of_whole=False, transcript=OuterRef("transcript")
        ).preferred_first()
        in_force = Assessment.objects.filter(
            transcript__is_current=True,
            episode__status="published",
            pk=Subquery(latest.values("pk")[:1]),
        )
        return self.filter(assessment__in=list(in_force.values_list("pk", flat=True)))

    def with_change_time(self) -> Self:
        """Annotate `changed_at`: the time of the last public change to the episode."""
        last = models.FilteredRelation(
            "assessment__episode__changes", condition=Q(assessment__episode__changes__latest=True)
        )
        return self.annotate(last_change=last, changed_at=models.F("last_change__at"))

    def in_bands(self, bands: Collection[str]) -> Self:
        """Select scores that are in one of `bands` after rounding to whole points.

        Halves are rounded away from zero.
        """
        edge = BAND_EDGE - 0.5
        conditions = {
            Band.RISK: Q(score__lte=-edge),
            Band.MIXED: Q(score__gt=-edge, score__lt=edge),
            Band.OPPORTUNITY: Q(score__gte=edge),
        }
        of_one = [condition for band, condition in conditions.items() if band in bands]
        return self.filter(reduce(or_, of_one, Q(pk__in=[])))

    def labels(self) -> Iterator[dict[str, Any]]:
        """Yield a label for each editor's latest published score of each segment."""
        rows = self.from_editors().select_related("segment__transcript__episode__show")
        rows = rows.defer("segment__transcript__cues", "segment__paragraphs", "phrases")
        for score in rows.order_by("segment__transcript_id", "segment__index", "pk").iterator():
            whose = slugify(score.assessment.assessor)
            yield label_of(score.segment, whose, score.score or 0.0, score.lens, how="editor")


class SegmentScore(models.Model):
    """The score of a segment in an assessment: the sum of `rest` and the shares of its phrases.

    A passage that is not about AI has no score and no phrases. `phrases` is a list of {text, start,
    end, share}: `start` and `end` are character offsets in the segment's text, and `share` is in
    points.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="segment_scores"
    )
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="scores")
    score = models.FloatField(null=True, blank=True, help_text="Empty if not about AI.")
    lens = models.CharField(max_length=20, choices=choices(Lens))
    phrases = models.JSONField(default=list)
    rest = models.FloatField(default=0.0)
    from_context = models.FloatField(
        default=0.0, help_text="Points of `rest` that come from the other passages."
    )
    reason = models.TextField(blank=True, help_text="The editor's reason for this score.")

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
        score = "not about AI" if self.score is None else f"{self.score:.0f}"
        return f"{self.segment}: {score}"
