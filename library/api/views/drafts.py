"""List, create, edit and delete drafts."""

import hashlib
import json
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.conditional_requests import PreconditionFailed
from library.api.permissions import Need
from library.api.serializers.drafts import DraftSerializer
from library.api.service_errors import PreconditionRequired
from library.api.views.editing import IDEMPOTENCY, EditorsList, EditorsView
from library.models import Episode, Scope
from scoring.curation.deletions import delete_draft
from scoring.curation.episode_edits import edit_draft, make_draft

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    location=OpenApiParameter.HEADER,
    required=True,
    description="The `ETag` of the episode as you last read it; `*` overwrites any version.",
)


def draft_response(episode: Episode, status: int = 200) -> Response:
    """Return a response with the draft and an ETag of its editable fields."""
    data: dict[str, Any] = dict(DraftSerializer(episode).data)
    return Response(data, status=status, headers={"ETag": etag_of(data)})


def etag_of(data: dict[str, Any]) -> str:
    # Scoring changes the status, which must not block an edit.
    writable = {name: value for name, value in data.items() if name != "status"}
    return f'"{hashlib.sha256(json.dumps(writable, sort_keys=True).encode()).hexdigest()[:32]}"'


class DraftList(EditorsList):
    problems = (403, 409, 413, 415, 422)
    http_method_names = ["get", "head", "post"]
    needs = {
        "get": Need("library.view_episode", (Scope.DRAFTS_READ, Scope.EPISODES_WRITE)),
        "post": Need("library.add_episode", (Scope.EPISODES_WRITE,)),
    }
    list_parameters = (
        OpenApiParameter(
            "status",
            {"type": "array", "items": {"type": "string", "enum": Episode.Status.values}},
            description="States. By default, all states before publication.",
            explode=False,
        ),
        OpenApiParameter(
            "mine",
            {"type": "string", "enum": ["true", "false"]},
            description="`true`: only episodes created by the token's owner. `false`: only others.",
        ),
    )

    @extend_schema(responses=DraftSerializer, parameters=[*list_parameters])
    def get(self, request: Request) -> Response:
        """List the episodes that are not public yet, newest first."""
        episodes = Episode.objects.filter(status__in=_statuses(request)).order_by("-pk")
        mine = request.query_params.get("mine")
        if mine is not None:
            if mine not in ("true", "false"):
                raise ValidationError({"mine": [f"“{mine}” is not valid; use true or false."]})
            episodes = episodes.created_by(request.user, is_true=mine == "true")
        rows = episodes.select_related("show", "shelf").prefetch_related("guests", "tags")
        return self.list_response(rows, DraftSerializer)

    @extend_schema(
        request=DraftSerializer, responses={201: DraftSerializer}, parameters=[IDEMPOTENCY]
    )
    def post(self, request: Request) -> HttpResponseBase:
        """Create an episode as a draft, which only editors can see."""
        return self.run_once(request, lambda: self._create(request))

    def _create(self, request: Request) -> Response:
        serializer = DraftSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        episode = make_draft(serializer.validated_data, by=request.user, reason=self.reason)
        episode.refresh_from_db()
        response = draft_response(episode, 201)
        response["Location"] = request.build_absolute_uri(reverse("api:draft", args=[episode.slug]))
        return response


def _statuses(request: Request) -> list[str]:
    """Return the requested states. Raises ValidationError."""
    statuses = request.query_params.get("status", ",".join(Episode.UNPUBLISHED)).split(",")
    unknown = [status for status in statuses if status not in Episode.Status.values]
    if unknown:
        valid = ", ".join(Episode.Status.values)
        raise ValidationError({"status": [f"“{unknown[0]}” is not valid; use {valid}."]})
    return statuses


class DraftDetail(EditorsView):
    problems = (403, 409, 412, 413, 415, 422, 428)
    http_method_names = ["get", "head", "patch", "delete"]
    needs = {
        "get": Need("library.view_episode", (Scope.DRAFTS_READ, Scope.EPISODES_WRITE)),
        "patch": Need("library.change_episode", (Scope.EPISODES_WRITE,)),
        "delete": Need("library.delete_episode", (Scope.EPISODES_WRITE,)),
    }

    @extend_schema(responses=DraftSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Return an episode in any state, with the ETag needed to change it."""
        episodes = Episode.objects.select_related("show", "shelf")
        return draft_response(get_object_or_404(episodes, slug=slug))

    @extend_schema(
        request=DraftSerializer,
        responses={200: DraftSerializer, 202: DraftSerializer},
        parameters=[IF_MATCH, IDEMPOTENCY],
    )
    def patch(self, request: Request, slug: str) -> HttpResponseBase:
        """Change the submitted fields, unless the episode has changed since you read it.

        200: changed. 202: the episode is published, so the change waits until a second person
        accepts it; the response shows the episode before the change.
        """
        return self.run_once(request, lambda: self._change(request))

    def _change(self, request: Request) -> Response:
        episode = self.episode()
        self._check_if_match(request, draft_response(episode)["ETag"])
        serializer = DraftSerializer(episode, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        waiting = edit_draft(
            episode, serializer.validated_data, by=request.user, reason=self.reason
        )
        episode.refresh_from_db()
        return draft_response(episode, 202 if waiting else 200)

    @extend_schema(request=None, responses={204: None}, parameters=[IF_MATCH, IDEMPOTENCY])
    def delete(self, request: Request, slug: str) -> HttpResponseBase:
        """Delete a draft with its transcripts and scores, unless it has changed since you read it.

        409: the episode is published or archived.
        """
        return self.run_once(request, lambda: self._delete(request))

    def _delete(self, request: Request) -> Response:
        episode = self.episode()
        self._check_if_match(request, draft_response(episode)["ETag"])
        delete_draft(episode, by=request.user, reason=self.reason)
        return Response(status=204)

    def _check_if_match(self, request: Request, current: str) -> None:
        etags = parse_etags(request.headers.get("If-Match", ""))
        if not etags:
            raise PreconditionRequired
        # Compressing proxies mark ETags as weak.
        if etags != ["*"] and current not in [etag.removeprefix("W/") for etag in etags]:
            raise PreconditionFailed("The episode has changed since you read it. Read it again.")
