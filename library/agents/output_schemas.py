"""Output schemas of the MCP tools, derived from the OpenAPI schema."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from pydantic import BaseModel, ConfigDict, create_model

Schema = dict[str, Any]
COMPONENTS = "#/components/schemas/"

ORIGIN: Schema = {
    "type": "object",
    "description": "Origin of the scores.",
    "properties": {
        "kind": {"type": "string", "enum": ["automatic", "editorial"]},
        "scorer": {"type": "string", "description": "Empty if editorial."},
        "scorer_version": {"type": "string"},
    },
    "required": ["kind", "scorer", "scorer_version"],
}
BY_EPISODE: Schema = {
    "type": "object",
    "description": "Origin of the scores, by slug of the episode.",
    "additionalProperties": ORIGIN,
}
URL: Schema = {"type": "string", "format": "uri"}
DEFAULT_SCORER: Schema = {
    "type": "object",
    "properties": {"scorer": {"type": "string"}, "scorer_version": {"type": "string"}},
    "required": ["scorer", "scorer_version"],
}


def _rows(component: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"{COMPONENTS}{component}"}}


def _page(component: str) -> Schema:
    cursor = {
        "type": ["string", "null"],
        "description": "Pass it as `cursor` for the next page; null on the last page.",
    }
    return {"results": _rows(component), "next_cursor": cursor, "scored_by": BY_EPISODE}


PROPERTIES: Mapping[str, tuple[str | None, Schema]] = {
    "search_moments": (None, _page("Moment")),
    "list_episodes": (None, _page("EpisodeRow")),
    "get_episode": ("Episode", {"scored_by": BY_EPISODE}),
    "get_segments": (None, _page("Segment")),
    "get_answering_passages": (
        None,
        {"results": _rows("Answer"), "html_url": URL, "scored_by": BY_EPISODE},
    ),
    "get_both_sides": ("BothSides", {"scored_by": BY_EPISODE}),
    "library_statistics": (
        "LibraryStatistics",
        {"html_url": URL, "methodology_url": URL, "scored_by": DEFAULT_SCORER},
    ),
}
"""For each tool, the API object that its result extends (or None) and the added properties."""


@cache
def _components() -> Mapping[str, Schema]:
    generator: Any = SchemaGenerator
    schema: Schema = generator().get_schema(public=True)
    components: Mapping[str, Schema] = schema["components"]["schemas"]
    return components


def output_schema(tool: str) -> Schema:
    """Return the JSON Schema of the results of `tool`, with all references resolved."""
    base, added = PROPERTIES[tool]
    properties = {**(_components()[base]["properties"] if base else {}), **added}
    return {"type": "object", "properties": _resolved(properties), "required": [*properties]}


def output_model(tool: str) -> type[BaseModel]:
    """Return a Pydantic model that accepts any result and declares `output_schema(tool)`."""
    schema = output_schema(tool)

    def describe(generated: Schema) -> None:
        generated.clear()
        generated.update(schema)

    return create_model(
        f"{tool}_result", __config__=ConfigDict(extra="allow", json_schema_extra=describe)
    )


def _resolved(value: Any) -> Any:
    """Return the schema `value` with each reference replaced by the component it names."""
    if isinstance(value, list):
        return [_resolved(item) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        component = _components()[value["$ref"].removeprefix(COMPONENTS)]
        beside = {key: item for key, item in value.items() if key != "$ref"}
        return _resolved({**component, **beside})
    return {key: _resolved(item) for key, item in value.items()}
