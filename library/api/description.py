"""Response to `OPTIONS`: methods, formats and parameters of an endpoint."""

from collections.abc import Iterator, Mapping
from typing import Any

from django_filters import Filter
from drf_spectacular.utils import OpenApiParameter


def describe(view: Any) -> dict[str, Any]:
    """Return the body of the response to `OPTIONS` for a public view."""
    return {
        "description": (type(view).__doc__ or "").strip(),
        "methods": view.allowed_methods,
        "media_types": [renderer.media_type for renderer in view.renderer_classes],
        "fields": list(view.serializer_class.names()),
        "parameters": list(_parameters(view)),
    }


def _parameters(view: Any) -> Iterator[dict[str, Any]]:
    stated = {parameter.name: _of_parameter(parameter) for parameter in view.parameters}
    filters = getattr(view, "filters", {})
    stated |= {name: _of_filter(name, filter_) for name, filter_ in filters.items()}
    stated |= {
        "fields": {"name": "fields", "description": "Return only these fields."},
        "omit": {"name": "omit", "description": "Leave these fields out."},
        "format": {
            "name": "format",
            "description": "Format of the response.",
            "values": [renderer.format for renderer in view.renderer_classes],
        },
    }
    for name in dict.fromkeys(view.allowed_parameters()):
        yield stated.get(name) or {"name": name, "description": PAGES[name]}


PAGES: Mapping[str, str] = {
    "cursor": "Cursor from the `next` or `previous` URL of a response.",
    "page_size": "Rows per page.",
    "count": "Whether to count all rows in the list: true or false.",
}


def _of_parameter(parameter: OpenApiParameter) -> dict[str, Any]:
    # The type of a parameter that accepts several values is an array schema.
    items = parameter.type.get("items", {}) if isinstance(parameter.type, dict) else {}
    enum = parameter.enum or items.get("enum")
    values = {"values": [str(value) for value in enum]} if enum else {}
    return {"name": parameter.name, "description": parameter.description, **values}


def _of_filter(name: str, filter_: Filter) -> dict[str, Any]:
    choices = filter_.extra.get("choices")
    values = {"values": [value for value, _ in choices]} if choices else {}
    return {"name": name, "description": filter_.extra.get("help_text", ""), **values}
