"""The description of the API in OpenAPI 3.1: what drf-spectacular cannot read from the views."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from library.api.problem_types import PROBLEMS, USUAL, example, name_of
from library.api.renderers import CsvRenderer, ExportForm
from library.api.serializers.base import RowSerializer
from library.api.serializers.problem import ProblemSerializer
from library.api.views.editing import EditorsView
from library.http.problem_details import MEDIA_TYPE

NO_NUL = {"pattern": "^[^\\u0000]*$"}
"""A text without the character that no database stores."""

UNCHANGED = OpenApiResponse(description="Nothing has changed since the ETag or the date given.")

TOO_LONG = OpenApiResponse(
    description="The address is longer than the web server reads; it answers without a document."
)


class Description(AutoSchema):
    """Adds to each operation its sparse fields, its forms of error and its headers."""

    def get_override_parameters(self) -> list[Any]:
        view: Any = self.view
        names = getattr(view, "serializer_class", None)
        if not (isinstance(names, type) and issubclass(names, RowSerializer)):
            return []
        sparse = {
            "type": "array",
            "items": {"type": "string", "enum": list(names.names())},
            "minItems": 1,
        }
        told = {"fields": "Answer with these fields alone.", "omit": "Answer without these fields."}
        return [
            *(
                OpenApiParameter(name, sparse, style="form", explode=False, description=said)
                for name, said in told.items()
            ),
            *view.parameters,
        ]

    def get_response_serializers(self) -> Any:
        found = super().get_response_serializers()
        if not isinstance(found, serializers.BaseSerializer):
            return found
        return {**self._answers(found), 304: UNCHANGED, 414: TOO_LONG, **self._problems()}

    def _get_response_bodies(self, *args: Any, **options: Any) -> dict[str, Any]:
        parent: Any = super()
        found: dict[str, Any] = parent._get_response_bodies(*args, **options)
        if isinstance(self.view, EditorsView):
            # Their methods name what they answer by themselves, past the serializers above.
            found["414"] = self._get_response_for_code(TOO_LONG, "414")
            for (status, media_type), said in self._problems().items():
                found[str(status)] = self._get_response_for_code(said, str(status), [media_type])
        return found

    def _answers(self, found: Any) -> dict[Any, Any]:
        """An export is a file in one of several forms, anything else what its serializer says."""
        forms = [each for each in self.view.renderer_classes if issubclass(each, ExportForm)]
        return {(200, form.media_type): OpenApiTypes.BINARY for form in forms} or {200: found}

    def _problems(self) -> dict[Any, OpenApiResponse]:
        given = {*USUAL, *getattr(self.view, "problems", ())}
        return {
            (status, MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer,
                description=said,
                examples=[
                    OpenApiExample(name_of(status), value=example(status), media_type=MEDIA_TYPE)
                ],
            )
            for status, said in PROBLEMS.items()
            if status in given
        }

    def get_auth(self) -> list[Any]:
        """Only what needs a token says so; elsewhere one is no more than a higher rate."""
        return super().get_auth() if isinstance(self.view, EditorsView) else []

    def get_filter_backends(self) -> list[Any]:
        filtered = getattr(self.view, "filterset_class", None) is not None
        view: Any = self.view
        return list(view.filter_backends) if filtered else []

    def _is_list_view(self, serializer: Any = None) -> bool:
        return hasattr(self.view, "page_shape")

    def _get_paginator(self) -> Any:
        view: Any = self.view
        return view.page_shape() if self._is_list_view() else None

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}List"

    def _postprocess_serializer_schema(
        self, schema: dict[str, Any], serializer: Any, direction: Any
    ) -> dict[str, Any]:
        parent: Any = super()
        found: dict[str, Any] = parent._postprocess_serializer_schema(schema, serializer, direction)
        if isinstance(serializer, RowSerializer):
            # With `fields` and `omit` any field may be absent.
            found.pop("required", None)
        return found

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super()._get_parameters()
        for parameter in parameters:
            schema = parameter["schema"]
            plain = set(schema) <= {"type", "maxLength", "minLength"}
            if plain and schema["type"] == "string" and parameter["in"] == "query":
                schema.update(NO_NUL)
        return parameters

    def _get_response_for_code(self, *args: Any, **options: Any) -> dict[str, Any]:
        parent: Any = super()
        found: dict[str, Any] = parent._get_response_for_code(*args, **options)
        if CsvRenderer.media_type in found.get("content", {}):
            found["content"][CsvRenderer.media_type] = {"schema": {"type": "string"}}
        return found

    def _get_response_headers_for_code(self, status_code: str, direction: str = "response") -> Any:
        return {name: {"$ref": f"#/components/headers/{name}"} for name in _headers_of(status_code)}


def share_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say what headers and forms of error are once, and refer to them from every operation."""
    result["components"]["headers"] = dict(HEADERS)
    shared = result["components"].setdefault("responses", {})
    for path in result["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            for status in map(str, PROBLEMS):
                if MEDIA_TYPE in responses.get(status, {}).get("content", {}):
                    name = name_of(int(status))
                    shared[name] = responses[status]
                    responses[status] = {"$ref": f"#/components/responses/{name}"}
    return result


def _headers_of(status: str) -> list[str]:
    if status == "414":
        return []
    rate = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]
    if status == "200":
        return [*rate, "ETag", "Last-Modified"]
    return [*rate, *WITH.get(status, ())]


WITH: Mapping[str, tuple[str, ...]] = {
    "201": ("Location", "Idempotent-Replayed"),
    "202": ("Location", "Retry-After", "Idempotent-Replayed"),
    "409": ("Retry-After",),
    "429": ("Retry-After",),
}


def _header(kind: str, said: str) -> dict[str, Any]:
    return {"schema": {"type": kind}, "description": said}


HEADERS: Mapping[str, dict[str, Any]] = {
    "RateLimit-Limit": _header("integer", "Requests allowed in a minute."),
    "RateLimit-Remaining": _header("integer", "Requests left in this minute."),
    "RateLimit-Reset": _header("integer", "Seconds to the next minute."),
    "Retry-After": _header("integer", "Seconds to wait."),
    "Location": _header("string", "Where what was made, or begun, is to be found."),
    "Idempotent-Replayed": _header("string", "`true`: the answer given the first time."),
    "ETag": _header("string", "Send it back as `If-None-Match` to be told whether it changed."),
    "Last-Modified": _header("string", "Send it back as `If-Modified-Since`."),
}
