"""The filters of the search form, with their options."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from library.http.content_version import library_version, release
from library.models import Episode, Guest, Shelf, Show, Tag
from scoring.core.spectrum import Band, Lens
from scoring.models import Subject

MAX_NAMES = 300
"""Maximum number of options per filter. To search for a guest who is not listed, readers can start
from the guest's page."""
CACHE_SECONDS = 3600
FILED: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "show": (Show.objects.in_use, "title"),
    "shelf": (Shelf.objects.in_use, "title"),
    "guest": (Guest.objects.in_use, "name"),
    "tag": (Tag.objects.in_use, "name"),
    "subject": (Subject.objects.in_use, "name"),
}
"""For each filter, its rows and the field with their names."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A filter in the search form, with its options."""

    name: str
    title: str
    options: list[Option]


def selects(chosen: Mapping[str, str]) -> list[Select]:
    """Return all filters of the form; `chosen` contains the active ones with their values."""
    names = _names()
    return [
        _select("band", [(band.value, band.label) for band in Band], chosen),
        _select("lens", [(lens.value, lens.label) for lens in Lens], chosen),
        *(_select(name, names[name], chosen) for name in (*FILED, "year")),
    ]


def _select(name: str, values: Iterable[tuple[str, str]], chosen: Mapping[str, str]) -> Select:
    rows = list(values)
    value = chosen.get(name, "")
    if value and value not in {other for other, _ in rows}:
        rows.append((value, value))
    options = [Option(other, label, other == value) for other, label in rows]
    return Select(name, name.capitalize(), options)


def _names() -> dict[str, list[tuple[str, str]]]:
    """Return the values and labels of the filters whose options depend on the library."""
    key = f"search-options:{release()}:{library_version().value}"
    names: dict[str, list[tuple[str, str]]] | None = cache.get(key)
    if names is None:
        names = {
            name: list(in_use().values_list("slug", label)[:MAX_NAMES])
            for name, (in_use, label) in FILED.items()
        }
        names["year"] = [(str(year), str(year)) for year in _years()]
        cache.set(key, names, CACHE_SECONDS)
    return names


def _years() -> Iterable[int]:
    dated = Episode.objects.published().exclude(published_on=None)
    years = dated.annotate(year=ExtractYear("published_on")).order_by("-year")
    return years.values_list("year", flat=True).distinct()
