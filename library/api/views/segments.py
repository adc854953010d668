"""Views for scored segments of an episode, an assessment or the whole library."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from library.api.filters import SegmentParameters
from library.api.serializers.segments import SegmentRowSerializer, SegmentSerializer
from library.api.views.base import PublicDetail, PublicList
from library.models import Episode, Segment, Show
from library.pages.episode.scored_segments import ScoredSegment
from scoring.models import Assessment, SegmentScore

COLUMNS = ("slug", "text_may_be_shared", "show__text_may_be_shared")
LOADED = (
    *(f"segment__{name}" for name in ("index", "start", "end", "text")),
    *(f"assessment__episode__{name}" for name in COLUMNS),
)


class EpisodeSegmentList(PublicList):
    """List the segments of an episode in transcript order.

    The scores come from the current automatic assessment.
    """

    serializer_class = SegmentSerializer
    page_size = 100
    joined = {"segment": Segment}

    def get_queryset(self) -> QuerySet[SegmentScore]:
        episodes = Episode.objects.published().select_related("show").only(*COLUMNS)
        self.episode = get_object_or_404(episodes, **self.kwargs)
        assessment = self.episode.assessments.automatic().in_force()
        return SegmentScore.objects.filter(assessment=assessment).order_by("segment__index")

    def present(self, row: SegmentScore) -> ScoredSegment:
        return ScoredSegment(self.episode, row)


class EpisodeSegmentDetail(PublicDetail):
    """Return a segment of an episode, with its score in the current automatic assessment."""

    serializer_class = SegmentSerializer

    def get_object(self) -> ScoredSegment:
        scores = SegmentScore.objects.in_force().select_related(
            "segment", "assessment__episode__show"
        )
        score = get_object_or_404(
            scores.only("score", "lens", "phrases", "rest", "from_context", *LOADED),
            assessment__episode__slug=self.kwargs["slug"],
            segment__index=self.kwargs["index"],
        )
        return ScoredSegment(score.assessment.episode, score)


class AssessmentSegmentList(EpisodeSegmentList):
    """List the segments scored by an assessment, in transcript order."""

    def get_queryset(self) -> QuerySet[SegmentScore]:
        assessments = Assessment.objects.public().filter(episode__slug=self.kwargs["slug"])
        assessment = get_object_or_404(
            assessments.select_related("episode__show").only(*(f"episode__{x}" for x in COLUMNS)),
            pk=self.kwargs["pk"],
        )
        self.episode = assessment.episode
        return SegmentScore.objects.filter(assessment=assessment).order_by("segment__index")


class SegmentList(PublicList):
    """List all scored segments of the library.

    The scores come from the current automatic assessments.
    """

    serializer_class = SegmentRowSerializer
    queryset = SegmentScore.objects.none()  # for the OpenAPI schema
    filterset_class = SegmentParameters
    page_size = 100
    joined = {
        "segment": Segment,
        "assessment": Assessment,
        "assessment__episode": Episode,
        "assessment__episode__show": Show,
    }

    def get_queryset(self) -> QuerySet[SegmentScore]:
        return SegmentScore.objects.of_assessments_in_force().with_change_time().order_by("pk")

    def present(self, row: SegmentScore) -> ScoredSegment:
        return ScoredSegment(row.assessment.episode, row)
