"""Episodes made and changed by programs."""

import hashlib
import json
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.conditional_requests import PreconditionFailed
from library.api.permissions import Need
from library.api.serializers.drafts import DraftSerializer
from library.api.service_errors import PreconditionRequired
from library.api.views.editing import IDEMPOTENCY, EditorsView
from library.models import Episode, Scope
from scoring.curation.episode_edits import edit_draft, make_draft

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    location=OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` of what was read; `*` overwrites whatever there is.",
)


def as_answer(episode: Episode, status: int = 200) -> Response:
    """Return the draft with its ETag, which stands for what can be written of it."""
    data: dict[str, Any] = dict(DraftSerializer(episode).data)
    return Response(data, status=status, headers={"ETag": etag_of(data)})


def etag_of(data: dict[str, Any]) -> str:
    # A score that comes in moves the state, and is no reason to refuse an edit.
    written = {name: value for name, value in data.items() if name != "status"}
    return f'"{hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:32]}"'


class DraftList(EditorsView):
    """Where episodes are made."""

    problems = (403, 409, 413, 415, 422)
    http_method_names = ["post"]
    needs = {"post": Need("library.add_episode", (Scope.EPISODES_WRITE,))}

    @extend_schema(
        request=DraftSerializer, responses={201: DraftSerializer}, parameters=[IDEMPOTENCY]
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Make an episode, as a draft that nobody but editors sees."""
        return self.once(request, lambda: self._make(request))

    def _make(self, request: Request) -> Response:
        said = DraftSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        made = make_draft(said.validated_data, by=request.user, reason=self.reason)
        made.refresh_from_db()
        answer = as_answer(made, 201)
        answer["Location"] = request.build_absolute_uri(reverse("api:draft", args=[made.slug]))
        return answer


class DraftDetail(EditorsView):
    """One episode as its editors have it."""

    problems = (403, 409, 412, 413, 415, 422, 428)
    http_method_names = ["get", "head", "patch"]
    needs = {
        "get": Need("library.view_episode", (Scope.DRAFTS_READ, Scope.EPISODES_WRITE)),
        "patch": Need("library.change_episode", (Scope.EPISODES_WRITE,)),
    }

    @extend_schema(responses=DraftSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Return an episode in whatever state, with the ETag that a change needs."""
        found = Episode.objects.select_related("show", "shelf")
        return as_answer(get_object_or_404(found, slug=slug))

    @extend_schema(
        request=DraftSerializer,
        responses={200: DraftSerializer},
        parameters=[IF_MATCH, IDEMPOTENCY],
    )
    def patch(self, request: Request, slug: str) -> HttpResponseBase:
        """Change the fields that are sent, if nobody has changed the episode since it was read."""
        return self.once(request, lambda: self._change(request))

    def _change(self, request: Request) -> Response:
        episode = self.episode()
        self._refuse_stale(request, as_answer(episode)["ETag"])
        said = DraftSerializer(episode, data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        edit_draft(episode, said.validated_data, by=request.user, reason=self.reason)
        episode.refresh_from_db()
        return as_answer(episode)

    def _refuse_stale(self, request: Request, now: str) -> None:
        given = parse_etags(request.headers.get("If-Match", ""))
        if not given:
            raise PreconditionRequired
        # Compression on the way marks an ETag as weak; it still names what was read.
        if given != ["*"] and now not in [etag.removeprefix("W/") for etag in given]:
            raise PreconditionFailed("Somebody has changed it since; read it again.")
