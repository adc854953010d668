"""Reads of assessments, named after what they are for."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Abs, Cast
from django.utils.text import slugify

if TYPE_CHECKING:
    from library.models import Episode, Segment
    from scoring.models import Assessment, Challenge, MirrorOverride, SegmentScore  # noqa: F401


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

    def of_current_transcript(self) -> Self:
        return self.filter(transcript__is_current=True)

    def by(self, *, scorer: str, version: str) -> Self:
        return self.filter(scorer=scorer, scorer_version=version)

    def leading(self, episodes: "QuerySet[Episode]") -> Self:
        """The assessments that lead the pages of these episodes."""
        return self.filter(leads=True, episode__in=episodes.order_by().values("pk"))

    def in_disagreement(self, *, points: int = 20) -> Self:
        """Automatic assessments far from the editor's that leads: in points, or in another band."""
        return (
            self.automatic()
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


class SegmentScoreQuerySet(models.QuerySet["SegmentScore"]):
    def said_by_editors(self) -> Self:
        """Scores of segments in published editorial assessments, each editor's last word only."""
        assessments: Any = self.model._meta.get_field("assessment").related_model
        heard = assessments.objects.editorial().published().latest_word()
        return self.filter(assessment__in=heard).select_related("assessment")

    def said_by_editors_of(self, transcript_id: int) -> Self:
        """What editors say of the segments of one transcript, latest word first."""
        said = self.said_by_editors().filter(segment__transcript_id=transcript_id)
        return said.order_by("segment__index", "-assessment__published_at", "-pk")

    def for_examples(self) -> Self:
        """Scores of what leads published episodes, explained by phrases, with segment and show."""
        return (
            self.filter(
                assessment__leads=True,
                assessment__kind="automatic",
                assessment__episode__status="published",
            )
            .exclude(phrases=[])
            .select_related("segment__transcript__episode__show")
            .defer("segment__transcript__cues")
        )

    def in_force(self) -> Self:
        """Scores of the segments of published episodes, by the assessment in force of each."""
        assessments: Any = self.model._meta.get_field("assessment").related_model
        latest = assessments.objects.filter(
            kind="automatic", transcript=OuterRef("assessment__transcript")
        ).preferred_first()
        return self.filter(
            assessment__kind="automatic",
            assessment__transcript__is_current=True,
            assessment__episode__status="published",
            assessment=Subquery(latest.values("pk")[:1]),
        )

    def labels(self) -> Iterator[dict[str, Any]]:
        """Yield what each editor last published of each segment, in the shape of labels."""
        rows = self.said_by_editors().select_related("segment__transcript__episode__show")
        rows = rows.defer("segment__transcript__cues", "phrases")
        for score in rows.order_by("segment__transcript_id", "segment__index", "pk").iterator():
            whose = slugify(score.assessment.assessor)
            yield _label(score.segment, whose, score.score, score.lens, how="editor")


class MirrorOverrideQuerySet(models.QuerySet["MirrorOverride"]):
    def with_positions(self) -> Self:
        """Add the leading positions of the two, as `first_position` and `second_position`."""
        return self.annotate(
            first_lead=FilteredRelation(
                "first__assessments", condition=Q(first__assessments__leads=True)
            ),
            second_lead=FilteredRelation(
                "second__assessments", condition=Q(second__assessments__leads=True)
            ),
            first_position=F("first_lead__position"),
            second_position=F("second_lead__position"),
        )


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def accepted(self) -> Self:
        return self.filter(state="accepted")

    def answered_of(self, transcript_id: int) -> Self:
        """Accepted challenges of the segments of one transcript, in their order."""
        answered = self.accepted().filter(segment__transcript=transcript_id)
        return answered.order_by("segment__index", "decided_at", "pk")

    def labels(self) -> Iterator[dict[str, Any]]:
        """Yield the moderators' readings of challenged segments, in the shape of labels."""
        decided = self.accepted().filter(kind="misread", score__isnull=False)
        rows = decided.select_related("segment__transcript__episode__show")
        rows = rows.defer("segment__transcript__cues")
        for challenge in rows.order_by("segment__transcript", "segment__index", "pk").iterator():
            segment, score, lens = challenge.segment, challenge.score, challenge.lens
            if segment is not None and score is not None:
                yield _label(segment, f"challenge-{challenge.pk}", score, lens, how="challenge")


def _label(segment: "Segment", whose: str, score: float, lens: str, *, how: str) -> dict[str, Any]:
    episode = segment.transcript.episode
    return {
        "id": f"{episode.slug}-{segment.index}-{whose}",
        "episode": episode.slug,
        "show": episode.show.title,
        "text": segment.text,
        "plain": segment.text,
        "score": score,
        "lens": lens.replace("-", ""),
        "how": how,
    }
