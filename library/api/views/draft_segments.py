"""Read the segments of a draft and their scores."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.permissions import Need
from library.api.serializers.segments import SegmentSerializer
from library.api.views.editing import EditorsList
from library.models import Episode, Scope
from library.pages.episode.scored_segments import EditorsSegment
from scoring.models import SegmentScore


class DraftSegmentList(EditorsList):
    problems = (403,)
    http_method_names = ["get", "head"]
    needs = {"get": Need("library.view_segment", (Scope.DRAFTS_READ, Scope.EPISODES_WRITE))}
    page_size = 100

    @extend_schema(responses=SegmentSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """List the scored segments of an episode in any state.

        The list is empty until the episode is scored. `html_url` works only after publication. The
        text is never withheld.
        """
        episode = get_object_or_404(Episode.objects.select_related("show"), slug=slug)
        assessment = episode.assessments.automatic().in_force()
        scores = SegmentScore.objects.filter(assessment=assessment).select_related("segment")
        return self.list_response(
            scores.order_by("segment__index"),
            SegmentSerializer,
            lambda score: EditorsSegment(episode, score),
        )
