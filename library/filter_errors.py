"""Validate the filters in a URL, for feeds and the API.

Pages do not use this; they ignore invalid filters.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django_filters import CharFilter

from library.filters import EpisodeFilter
from library.models import Episode, Guest, Shelf, Show, Tag
from library.text.nearest import nearest
from scoring.models import Subject

Errors = dict[str, list[str]]
SLUGS: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "show": Show.objects.in_use,
    "shelf": Shelf.objects.in_use,
    "guest": Guest.objects.in_use,
    "tag": Tag.objects.in_use,
    "subject": Subject.objects.in_use,
    "episode": Episode.objects.published,
}
"""For each filter, the queryset of the rows whose slugs are valid values."""
EMPTY = "Must not be empty. Send a value or leave the parameter out."


def feed_errors(query: QueryDict, *, allowed: Iterable[str] = ()) -> Errors:
    """Return errors by parameter name for unknown, repeated, empty or invalid parameters."""
    params = query.dict()
    filters = EpisodeFilter.base_filters
    empty = [
        name
        for name, value in params.items()
        if value == "" and name in filters and not isinstance(filters[name], CharFilter)
    ]
    repeated = [name for name, values in query.lists() if len(values) > 1]
    unknown = EpisodeFilter.unknown_parameters(params, allowed=allowed)
    names = [*EpisodeFilter.base_filters, *allowed]
    invalid = EpisodeFilter(params, Episode.objects.none()).errors
    return {
        **{name: [f"Unknown parameter “{name}”. {_hint(name, names)}"] for name in unknown},
        **{name: [EMPTY] for name in empty},
        **{name: [f"“{name}” must not be repeated."] for name in repeated},
        **{name: [str(text) for text in texts] for name, texts in invalid.items()},
    }


def slug_errors(values: Mapping[str, Iterable[str]]) -> Errors:
    """Return an error for each unknown slug, by filter name; it suggests the most similar slug.

    Slugs without public episodes are treated as unknown. Runs one query per filter, or two if a
    slug is unknown.
    """
    errors: Errors = {}
    for name in SLUGS.keys() & values.keys():
        # PostgreSQL cannot compare text with NUL characters.
        requested = {value for value in values[name] if "\0" not in value}
        rows = SLUGS[name]()
        existing = set(rows.filter(slug__in=requested).values_list("slug", flat=True))
        missing = [value for value in values[name] if value not in existing]
        if missing:
            slugs = list(rows.order_by("slug").values_list("slug", flat=True))
            errors[name] = [
                f"“{value}” is not a known {name}. {_hint(value, slugs)}".strip()
                for value in missing
            ]
    return errors


def _hint(name: str, available: list[str]) -> str:
    closest = nearest(name, available)
    return f"Did you mean “{closest}”?" if closest else ""
