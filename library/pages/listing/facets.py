"""The filters of an episode list as links, each with the number of matching episodes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import ExtractYear
from django.urls import reverse

from library.models import Episode, Transcript
from library.pages.links import link
from library.pages.listing.filtered_queries import FilteredEpisodes
from scoring.core.spectrum import Band, Lens

MAX_CHOICES = 10
"""Maximum number of choices per facet. Directories, such as the list of guests, show all."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. If it is selected, its link removes the filter."""

    value: str
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices; `all_url` is the URL of the full list if choices are hidden."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    all_url: str = ""

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


FILED = {
    "shelf": ("Shelf", "shelf__slug", "shelf__title", "library:shelves"),
    "show": ("Show", "show__slug", "show__title", "library:shows"),
    "guest": ("Guest", "guests__slug", "guests__name", "library:guests"),
    "tag": ("Tag", "tags__slug", "tags__name", "library:tags"),
    "subject": (
        "Subject",
        "subjects__subject__slug",
        "subjects__subject__name",
        "library:subjects",
    ),
}
"""For each facet: its title, slug field, name field and the URL name of its directory."""

GROUPED = ("band", "lens", "year", "has_transcript", "assessed_by_editor")
"""Facets with few values; one query counts the episodes for every combination of values."""

SINGLE = ("shelf", "show")
"""Facets with one value for each episode; one query counts the episodes for each pair of values."""

SCALES: dict[str, tuple[str, type[Band] | type[Lens]]] = {
    "band": ("Band", Band),
    "lens": ("Lens", Lens),
}

SWITCHES = {
    "has_transcript": ("Transcript", "Available", "None"),
    "assessed_by_editor": ("Editor review", "Done", "None"),
}


class Facets:
    """Facets of a list filtered by `requested`.

    Runs one query for all facets in `GROUPED`, one for those in `SINGLE`, and one for each other
    facet. A facet counts the episodes that match all other filters, so each number is the length of
    the linked list. Filters in `fixed` belong to the page and have no facet.
    """

    def __init__(
        self,
        path: str,
        filtered: FilteredEpisodes,
        requested: Mapping[str, str],
        fixed: Mapping[str, str],
    ) -> None:
        self.path, self.filtered, self.requested, self.fixed = path, filtered, requested, fixed

    def all(self) -> list[Facet]:
        makers: dict[str, Callable[[str], Facet]] = {
            "band": self._scale,
            "subject": self._filed,
            "shelf": self._filed,
            "show": self._filed,
            "lens": self._scale,
            "guest": self._filed,
            "tag": self._filed,
            "year": self._years,
            "has_transcript": self._switch,
            "assessed_by_editor": self._switch,
        }
        facets = [make(name) for name, make in makers.items() if name not in self.fixed]
        return [facet for facet in facets if facet.choices]

    def _facet(
        self, name: str, title: str, rows: Iterable[tuple[str, str, int]], all_url: str = ""
    ) -> Facet:
        chosen = self.requested.get(name, "")
        choices = tuple(
            Choice(value, label, count, self._url(name, value), value == chosen)
            for value, label, count in rows
        )
        return Facet(name, title, choices, all_url)

    def _url(self, name: str, value: str) -> str:
        """Return the URL with `value` selected, or not selected if it is now."""
        chosen = self.requested.get(name, "")
        if chosen:
            return link(self.path, self.requested, **{name: "" if value == chosen else value})
        return f"{self._prefix}{urlencode({name: value})}"

    @cached_property
    def _prefix(self) -> str:
        """The URL of the list, up to a parameter to be added."""
        url = link(self.path, self.requested)
        return f"{url}&" if "?" in url else f"{url}?"

    def _scale(self, name: str) -> Facet:
        title, values = SCALES[name]
        counts = self._counts(name)
        rows = ((value.value, value.label, counts[value.value]) for value in values)
        return self._facet(name, title, (row for row in rows if row[2]))

    def _years(self, name: str) -> Facet:
        counts = self._counts(name)
        years = sorted((year for year in counts if year is not None), reverse=True)
        return self._facet(name, "Year", ((str(year), str(year), counts[year]) for year in years))

    def _switch(self, name: str) -> Facet:
        title, yes, no = SWITCHES[name]
        counts = self._counts(name)
        rows = (("true", yes, counts["true"]), ("false", no, counts["false"]))
        return self._facet(name, title, (row for row in rows if row[2]))

    def _filed(self, name: str) -> Facet:
        title, _, _, all_name = FILED[name]
        rows = self._single(name) if name in SINGLE else self._most_frequent(name)
        all_url = reverse(all_name) if len(rows) > MAX_CHOICES else ""
        return self._facet(name, title, rows[:MAX_CHOICES], all_url)

    def _most_frequent(self, name: str) -> list[tuple[str, str, int]]:
        """Return the slug, label and count of the most frequent values.

        A selected value always comes first.
        """
        _, slug, label, _ = FILED[name]
        filed = self.filtered.episodes(without=[name]).filter(**{f"{slug}__isnull": False})
        counted = filed.values_list(slug, label).annotate(n=Count("pk"))
        order: list[Any] = ["-n", label]
        if name in self.requested:
            order.insert(
                0, Case(When(**{slug: self.requested[name]}, then=Value(0)), default=Value(1))
            )
        return list(counted.order_by(*order)[: MAX_CHOICES + 1])

    def _single(self, name: str) -> list[tuple[str, str, int]]:
        """Return the same as `_most_frequent`, for a facet in `SINGLE`."""
        (other,) = {*SINGLE} - {name}
        wanted = self.filtered.filters.get(other)
        counts: Counter[tuple[str, str]] = Counter()
        for values, number in self._pairs:
            if values[name][0] and wanted in (None, values[other][0]):
                counts[values[name]] += number
        rows = [(slug, label, number) for (slug, label), number in counts.items()]
        chosen = self.requested.get(name)
        return sorted(rows, key=lambda row: (row[0] != chosen, -row[2], row[1]))[: MAX_CHOICES + 1]

    @cached_property
    def _pairs(self) -> list[tuple[dict[str, tuple[str, str]], int]]:
        """Pairs of shelf and show, each as slug and label, with their number of episodes.

        Slug and label of an episode without a shelf are empty.
        """
        columns = [column for name in SINGLE for column in FILED[name][1:3]]
        rows = self.filtered.episodes(without=SINGLE).values_list(*columns)
        return [
            ({"shelf": (shelf or "", title or ""), "show": (show, name)}, number)
            for shelf, title, show, name, number in rows.annotate(n=Count("pk"))
        ]

    def _counts(self, name: str) -> Counter[Any]:
        """Return the number of episodes for each value of a grouped facet."""
        chosen = {
            other: value
            for other, value in self.filtered.filters.items()
            if other in GROUPED and other != name
        }
        counts: Counter[Any] = Counter()
        for group in self._groups:
            if all(group[other] == value for other, value in chosen.items()):
                counts[group[name]] += group["number"]
        return counts

    @cached_property
    def _groups(self) -> list[Mapping[str, Any]]:
        """Combinations of values of the grouped facets, each with its number of episodes."""
        stored = Exists(Transcript.objects.current().filter(episode=OuterRef("pk")))
        listened = Q(pk__in=Episode.objects.assessed_by_editor(True).values("pk"))
        grouped = self.filtered.episodes(without=GROUPED).values(
            band=F("lead_assessment__band"),
            lens=F("lead_assessment__lens"),
            year=ExtractYear("published_on"),
            has_transcript=_true_or_false(Q(stored)),
            assessed_by_editor=_true_or_false(listened),
        )
        return list(grouped.annotate(number=Count("pk")))


def _true_or_false(condition: Q) -> Case:
    """Return an expression that yields the string `true` or `false`, depending on `condition`."""
    return Case(
        When(condition, then=Value("true")), default=Value("false"), output_field=CharField()
    )
