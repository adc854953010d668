"""Segments with their scores: of one episode, of one assessment, and of the whole library."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from library.api.filters import SegmentFilter
from library.api.serializers.segments import LibrarySegmentSerializer, SegmentSerializer
from library.api.views.base import PublicList
from library.models import Episode, Segment, Show
from library.pages.episode.scored_segments import ScoredSegment
from scoring.models import Assessment, SegmentScore

COLUMNS = ("slug", "text_may_be_shared", "show__text_may_be_shared")


class EpisodeSegmentList(PublicList):
    """The segments of the automatic assessment in force, in transcript order."""

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


class AssessmentSegmentList(EpisodeSegmentList):
    """The segments as one assessment scored them, an old one too, in transcript order."""

    def get_queryset(self) -> QuerySet[SegmentScore]:
        assessments = Assessment.objects.public().filter(episode__slug=self.kwargs["slug"])
        found = get_object_or_404(
            assessments.select_related("episode__show").only(*(f"episode__{x}" for x in COLUMNS)),
            pk=self.kwargs["pk"],
        )
        self.episode = found.episode
        return SegmentScore.objects.filter(assessment=found).order_by("segment__index")


class SegmentList(PublicList):
    """The segments of the whole library, each as the assessment in force scored it."""

    serializer_class = LibrarySegmentSerializer
    filterset_class = SegmentFilter
    page_size = 100
    joined = {
        "segment": Segment,
        "assessment": Assessment,
        "assessment__episode": Episode,
        "assessment__episode__show": Show,
    }

    def get_queryset(self) -> QuerySet[SegmentScore]:
        return SegmentScore.objects.in_force().order_by("pk")

    def present(self, row: SegmentScore) -> ScoredSegment:
        return ScoredSegment(row.assessment.episode, row)
