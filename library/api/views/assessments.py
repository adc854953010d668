"""Views for the published assessments of an episode."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from library.api.filters import UpdatedParameters
from library.api.serializers.assessments import AssessmentSerializer
from library.api.views.base import PublicDetail, PublicList
from library.models import Episode
from scoring.models import Assessment


class AssessmentList(PublicList):
    """List the published assessments of an episode, newest first."""

    serializer_class = AssessmentSerializer
    filterset_class = UpdatedParameters
    queryset = Assessment.objects.none()  # for the OpenAPI schema

    def get_queryset(self) -> QuerySet[Assessment]:
        episode = get_object_or_404(Episode.objects.published().only("pk"), **self.kwargs)
        published = Assessment.objects.published().with_change_time().filter(episode=episode)
        return published.order_by("-created_at", "-pk")


class AssessmentDetail(PublicDetail):
    """Return a published assessment."""

    serializer_class = AssessmentSerializer

    def get_object(self) -> Assessment:
        assessments = Assessment.objects.public().filter(episode__slug=self.kwargs["slug"])
        return get_object_or_404(assessments, pk=self.kwargs["pk"])
