"""Editorial assessments handed in by programs."""

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.permissions import Need
from library.api.serializers.hand_in import AssessmentFileSerializer, HandedInSerializer
from library.api.views.editing import IDEMPOTENCY, EditorsView
from library.api.views.uploads import Raw
from library.models import Scope
from scoring.core.assessment_file import read_assessment
from scoring.curation.editorial_assessments import import_assessment


class JsonBytes(Raw):
    """Leaves JSON as it is: its reader names the lines of what is wrong."""

    media_type = JSONParser.media_type


class HandIn(EditorsView):
    """Where editorial assessments are handed in."""

    problems = (403, 409, 413, 415, 422)
    http_method_names = ["post"]
    needs = {"post": Need("scoring.add_assessment", (Scope.ASSESSMENTS_WRITE,))}
    parser_classes: list[type[BaseParser]] = [JsonBytes]

    @extend_schema(
        request=AssessmentFileSerializer,
        responses={200: HandedInSerializer, 201: HandedInSerializer},
        parameters=[IDEMPOTENCY],
    )
    def post(self, request: Request, slug: str) -> HttpResponseBase:
        """Hand in what somebody who listened says; another account publishes it.

        201: it is stored. 200: the same person said the same before.
        """
        return self.once(request, lambda: self._take(request))

    def _take(self, request: Request) -> Response:
        episode = self.episode()
        name = f"{episode.slug}.json"
        words = request.data if isinstance(request.data, bytes) else b""
        said = read_assessment(words, name, today=timezone.localdate())
        handed = import_assessment(
            said,
            episode=episode,
            publish=False,
            by=request.user,  # type: ignore[arg-type]
            reason=f"Handed in. {self.reason}",
        )
        shown = {
            "assessment": handed.assessment,
            "changed": handed.changed,
            "override_count": len(said.overrides),
        }
        return Response(HandedInSerializer(shown).data, status=201 if handed.changed else 200)
