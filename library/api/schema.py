"""OpenAPI 3.1 schema: adds what drf-spectacular cannot infer from the views."""

import re
from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from library.api.problem_types import COMMON, example, name_of
from library.api.renderers import CsvRenderer, ExportRenderer
from library.api.schema_texts import INDEX_TAG
from library.api.serializers.base import RowSerializer
from library.api.serializers.problem import ProblemSerializer
from library.api.views.editing import EditorsView
from library.http.problem_details import MEDIA_TYPE, PROBLEMS

NO_NUL = {"pattern": "^[^\\u0000]*$"}
"""Schema keyword that forbids NUL, which PostgreSQL cannot store."""

NOT_MODIFIED = OpenApiResponse(description="Not modified since the given ETag or date.")

URL_TOO_LONG = OpenApiResponse(
    description="The URL is too long. The web server returns no problem document."
)


class ApiSchema(AutoSchema):
    """Adds the parameters `fields` and `omit` and the error responses to each operation."""

    def get_override_parameters(self) -> list[Any]:
        view: Any = self.view
        serializer = getattr(view, "serializer_class", None)
        if not (isinstance(serializer, type) and issubclass(serializer, RowSerializer)):
            return []
        field_list = {
            "type": "array",
            "items": {"type": "string", "enum": list(serializer.names())},
            "minItems": 1,
        }
        descriptions = {"fields": "Return only these fields.", "omit": "Leave these fields out."}
        return [
            *(
                OpenApiParameter(name, field_list, style="form", explode=False, description=text)
                for name, text in descriptions.items()
            ),
            *view.parameters,
        ]

    def get_response_serializers(self) -> Any:
        serializer = super().get_response_serializers()
        if not isinstance(serializer, serializers.BaseSerializer):
            return serializer
        return {
            **self._successes(serializer),
            304: NOT_MODIFIED,
            414: URL_TOO_LONG,
            **self._problems(),
        }

    def _get_response_bodies(self, *args: Any, **options: Any) -> dict[str, Any]:
        parent: Any = super()
        bodies: dict[str, Any] = parent._get_response_bodies(*args, **options)
        if isinstance(self.view, EditorsView):
            # extend_schema(responses=...) replaces get_response_serializers().
            bodies["414"] = parent._get_response_for_code(URL_TOO_LONG, "414")
            for (status, media_type), response in self._problems().items():
                bodies[str(status)] = parent._get_response_for_code(
                    response, str(status), [media_type]
                )
        return bodies

    def _successes(self, serializer: Any) -> dict[Any, Any]:
        """Return one binary response per export format, or the serializer for other views."""
        renderers = [
            renderer
            for renderer in self.view.renderer_classes
            if issubclass(renderer, ExportRenderer)
        ]
        exports = {(200, renderer.media_type): OpenApiTypes.BINARY for renderer in renderers}
        return exports or {200: serializer}

    def _problems(self) -> dict[Any, OpenApiResponse]:
        statuses = {*COMMON, *getattr(self.view, "problems", ())}
        return {
            (status, MEDIA_TYPE): OpenApiResponse(
                ProblemSerializer,
                description=description,
                examples=[
                    OpenApiExample(name_of(status), value=example(status), media_type=MEDIA_TYPE)
                ],
            )
            for status, description in PROBLEMS.items()
            if status in statuses
        }

    def get_summary(self) -> str | None:
        """Return the first sentence of the description, without its full stop."""
        sentence = re.split(r"(?<=[.])\s", self.get_description().strip(), maxsplit=1)[0]
        return sentence.removesuffix(".") or None

    def get_tags(self) -> list[str]:
        return super().get_tags() or [INDEX_TAG]

    def get_auth(self) -> list[Any]:
        """Require a token only for editors' endpoints; elsewhere, a token raises the rate limit."""
        return super().get_auth() if isinstance(self.view, EditorsView) else []

    def get_filter_backends(self) -> list[Any]:
        filtered = getattr(self.view, "filterset_class", None) is not None
        view: Any = self.view
        return list(view.filter_backends) if filtered else []

    def _is_list_view(self, serializer: Any = None) -> bool:
        return hasattr(self.view, "page_shape") and self.method == "GET"

    def _get_paginator(self) -> Any:
        view: Any = self.view
        return view.page_shape() if self._is_list_view() else None

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}List"

    def _postprocess_serializer_schema(
        self, schema: dict[str, Any], serializer: Any, direction: Any
    ) -> dict[str, Any]:
        parent: Any = super()
        result: dict[str, Any] = parent._postprocess_serializer_schema(
            schema, serializer, direction
        )
        if isinstance(serializer, RowSerializer):
            # `fields` and `omit` can remove any field.
            result.pop("required", None)
        return result


def complete_operations(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add headers and security; forbid NUL in query parameters; describe CSV as a string."""
    for path in result["paths"].values():
        for operation in path.values():
            operation.setdefault("security", [])  # no token is needed
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                if schema.get("type") == "array" and parameter["in"] == "query":
                    schema["minItems"] = 1
                    schema = schema["items"]
                has_no_format = set(schema) <= {"type", "maxLength", "minLength"}
                if has_no_format and schema["type"] == "string" and parameter["in"] == "query":
                    schema.update(NO_NUL)
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if content.pop(CsvRenderer.media_type, None):
                    # CSV comes last, because generated clients use the type of the first format.
                    content[CsvRenderer.media_type] = {"schema": {"type": "string"}}
                headers = {
                    name: {"$ref": f"#/components/headers/{name}"} for name in _headers_of(status)
                }
                if headers:
                    operation["responses"][status] = {"headers": headers, **response}
    return result


def share_responses(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Move headers and error responses into shared components."""
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


def simplify_optional_urls(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describe each URL that can be empty as a single string type.

    Generated clients cannot distinguish the two string types of a `oneOf`.
    """
    for schema in result["components"]["schemas"].values():
        for described in schema.get("properties", {}).values():
            if EMPTY_STRING in described.get("oneOf", ()):
                url, _empty = described.pop("oneOf")
                described.update({name: url[name] for name in ("type", "maxLength") if name in url})
                described.setdefault("description", "URL, or an empty string.")
    return result


EMPTY_STRING = {"type": "string", "maxLength": 0}


def _headers_of(status: str) -> list[str]:
    if status == "414":
        return []
    rate = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]
    if status == "200":
        return [*rate, "ETag", "Last-Modified"]
    return [*rate, *EXTRA_HEADERS.get(status, ())]


EXTRA_HEADERS: Mapping[str, tuple[str, ...]] = {
    "201": ("Location", "Idempotent-Replayed"),
    "202": ("Location", "Retry-After", "Idempotent-Replayed"),
    "409": ("Retry-After",),
    "429": ("Retry-After",),
}


def _header(schema_type: str, description: str) -> dict[str, Any]:
    return {"schema": {"type": schema_type}, "description": description}


HEADERS: Mapping[str, dict[str, Any]] = {
    "RateLimit-Limit": _header("integer", "Requests allowed per minute."),
    "RateLimit-Remaining": _header("integer", "Requests left in this minute."),
    "RateLimit-Reset": _header("integer", "Seconds until the next minute."),
    "Retry-After": _header("integer", "Seconds to wait."),
    "Location": _header("string", "URL of the new resource or of the job."),
    "Idempotent-Replayed": _header("string", "`true`: a replay of the first response."),
    "ETag": _header("string", "Send it as `If-None-Match` to get a 304 if nothing changed."),
    "Last-Modified": _header("string", "Send it as `If-Modified-Since`."),
}
