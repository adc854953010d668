"""Validate query parameters, and find the fields requested with `fields` and `omit`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from library.text.nearest import nearest


@dataclass(frozen=True, slots=True)
class RequestedFields:
    """The requested fields of a response, in serializer order."""

    names: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def any_of(self, names: Iterable[str]) -> bool:
        return any(name in self.names for name in names)


def reject_unknown(params: QueryDict, allowed: Collection[str]) -> None:
    """Raise ValidationError for parameters that are repeated or not in `allowed`.

    Only `fields` and `omit` can be repeated.
    """
    errors = {
        name: [f"Unknown parameter “{name}”. {hint(name, allowed, 'parameters')}"]
        for name in params
        if name not in allowed
    }
    single = {*allowed} - {"fields", "omit"}
    repeated = [name for name, values in params.lists() if name in single and len(values) > 1]
    errors.update({name: [f"“{name}” must not be repeated."] for name in repeated})
    if errors:
        raise ValidationError(errors)


def requested_fields(params: QueryDict, available: Collection[str]) -> RequestedFields:
    """Return the `available` fields selected by `fields` and `omit`. Raises ValidationError."""
    included = _names("fields", params, available) if "fields" in params else list(available)
    omitted = _names("omit", params, available) if "omit" in params else []
    return RequestedFields(
        tuple(name for name in available if name in included and name not in omitted)
    )


def hint(name: str, available: Collection[str], plural: str) -> str:
    """Return a sentence that suggests the most similar name, or lists all available names."""
    closest = nearest(name, available)
    if closest:
        return f"Did you mean “{closest}”?"
    return f"Available {plural}: {', '.join(sorted(available)) or 'none'}."


def _names(parameter: str, params: QueryDict, available: Collection[str]) -> list[str]:
    names = [name.strip() for text in params.getlist(parameter) for name in text.split(",")]
    errors = [
        f"Unknown field “{name}”. {hint(name, available, 'fields')}"
        for name in names
        if name not in available
    ]
    if errors:
        raise ValidationError({parameter: errors})
    return names
