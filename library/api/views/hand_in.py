"""List the assessments of an episode, and submit editorial ones."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.permissions import Need
from library.api.serializers.assessments import DraftAssessmentSerializer
from library.api.serializers.hand_in import AssessmentFileSerializer, HandedInSerializer
from library.api.views.editing import IDEMPOTENCY, EditorsList
from library.api.views.uploads import Raw
from library.models import Episode, Scope
from scoring.core.assessment_file import read_assessment
from scoring.curation.editorial_assessments import import_assessment
from scoring.models import Assessment


class JsonBytes(Raw):
    """Leaves JSON unparsed, because `read_assessment` reports errors with line numbers."""

    media_type = JSONParser.media_type


class HandIn(EditorsList):
    problems = (403, 409, 413, 415, 422)
    http_method_names = ["get", "head", "post"]
    needs = {
        "get": Need("scoring.view_assessment", (Scope.DRAFTS_READ, Scope.EPISODES_WRITE)),
        "post": Need("scoring.add_assessment", (Scope.ASSESSMENTS_WRITE,)),
    }
    parser_classes: list[type[BaseParser]] = [JsonBytes]

    @extend_schema(responses=DraftAssessmentSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """List all assessments of an episode, newest first.

        The episode can be in any state, and the list includes unpublished assessments.
        """
        episode = get_object_or_404(Episode.objects.only("pk"), slug=slug)
        assessments = Assessment.objects.filter(episode=episode).order_by("-created_at", "-pk")
        return self.list_response(assessments, DraftAssessmentSerializer)

    @extend_schema(
        request=AssessmentFileSerializer,
        responses={200: HandedInSerializer, 201: HandedInSerializer},
        parameters=[IDEMPOTENCY],
    )
    def post(self, request: Request, slug: str) -> HttpResponseBase:
        """Submit an editorial assessment. A different user must publish it.

        201: stored. 200: the same assessment was submitted before.
        """
        return self.run_once(request, lambda: self._submit(request))

    def _submit(self, request: Request) -> Response:
        episode = self.episode()
        name = f"{episode.slug}.json"
        data = request.data if isinstance(request.data, bytes) else b""
        assessment_file = read_assessment(data, name, today=timezone.localdate())
        imported = import_assessment(
            assessment_file,
            episode=episode,
            publish=False,
            by=request.user,  # type: ignore[arg-type]
            reason=f"Submitted. {self.reason}",
        )
        result = {
            "assessment": imported.assessment,
            "changed": imported.changed,
            "override_count": len(assessment_file.overrides),
        }
        return Response(HandedInSerializer(result).data, status=201 if imported.changed else 200)
