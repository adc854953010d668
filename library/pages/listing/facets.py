"""The filters of a list as links, each with how many episodes it would leave."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from library.db.prepared_querysets import Given
from library.models import Episode, Transcript
from library.pages.links import link
from library.pages.listing.filtered_queries import Narrowed
from library.querysets import EpisodeQuerySet
from scoring.core.spectrum import Band, Lens

MOST_CHOICES = 10
"""Choices shown of a facet; the page of all shows, guests or tags has the rest."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; the link of the chosen one takes it back."""

    value: str
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its choices, and where all of them are when there are more."""

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
}
"""Facet, title, the fields of slug and name, the page of all."""

SCALES: dict[str, tuple[str, type[Band] | type[Lens]]] = {
    "band": ("Band", Band),
    "lens": ("Lens", Lens),
}

SWITCHES = {
    "has_transcript": ("Transcript", "Has a transcript", "Has none"),
    "assessed_by_editor": ("Listened to", "Assessed by an editor", "Not yet"),
}


class Facets:
    """The facets of a list that is narrowed by `asked`; one query for each facet.

    The counts of a facet are of all that the other filters leave, so that every link says what
    it would show. `fixed` filters belong to the page and are no facets of it.
    """

    def __init__(
        self, path: str, narrowed: Narrowed, asked: Mapping[str, str], fixed: Mapping[str, str]
    ) -> None:
        self.path, self.narrowed, self.asked, self.fixed = path, narrowed, asked, fixed

    def all(self) -> list[Facet]:
        makers: dict[str, Callable[[str], Facet]] = {
            "band": self._scale,
            "shelf": self._filed,
            "show": self._filed,
            "lens": self._scale,
            "guest": self._filed,
            "tag": self._filed,
            "year": self._years,
            "has_transcript": self._switch,
            "assessed_by_editor": self._switch,
        }
        found = [make(name) for name, make in makers.items() if name not in self.fixed]
        return [facet for facet in found if facet.choices]

    def _facet(
        self, name: str, title: str, rows: Iterable[tuple[str, str, int]], all_url: str = ""
    ) -> Facet:
        chosen = self.asked.get(name, "")
        choices = tuple(
            Choice(
                value,
                label,
                count,
                link(self.path, self.asked, **{name: "" if value == chosen else value}),
                value == chosen,
            )
            for value, label, count in rows
        )
        return Facet(name, title, choices, all_url)

    def _scale(self, name: str) -> Facet:
        title, values = SCALES[name]
        counts = dict(self.narrowed.ask(_by_scale, name, but=name))
        shown = ((value.value, value.label, counts.get(value, 0)) for value in values)
        return self._facet(name, title, (row for row in shown if row[2]))

    def _filed(self, name: str) -> Facet:
        title, _, _, all_name = FILED[name]
        chosen = self.asked.get(name, "")
        found = self.narrowed.ask(_by_filing, name, but=name, chosen=chosen)
        all_url = reverse(all_name) if len(found) > MOST_CHOICES else ""
        return self._facet(name, title, found[:MOST_CHOICES], all_url)

    def _years(self, name: str) -> Facet:
        rows = self.narrowed.ask(_by_year, but=name)
        return self._facet(name, "Year", ((str(year), str(year), n) for year, n in rows))

    def _switch(self, name: str) -> Facet:
        title, yes, no = SWITCHES[name]
        counts = dict(self.narrowed.ask(_by_switch, name, but=name))
        rows = (("true", yes, counts.get(1, 0)), ("false", no, counts.get(0, 0)))
        return self._facet(name, title, (row for row in rows if row[2]))


def _by_scale(episodes: EpisodeQuerySet, name: str) -> QuerySet[Any, Any]:
    return episodes.values_list(f"lead_assessment__{name}").annotate(Count("pk"))


def _by_filing(episodes: EpisodeQuerySet, name: str) -> QuerySet[Any, Any]:
    """Slug, label and number of what most are filed under, what is chosen first."""
    _, slug, label, _ = FILED[name]
    chosen_first = _one_or_zero(~Q(**{slug: Given("chosen")}))
    counted = episodes.exclude(**{slug: None}).values_list(slug, label).annotate(n=Count("pk"))
    return counted.order_by(chosen_first, "-n", label)[: MOST_CHOICES + 1]


def _by_year(episodes: EpisodeQuerySet) -> QuerySet[Any, Any]:
    counted = episodes.exclude(published_on=None).values_list("published_on__year")
    return counted.annotate(n=Count("pk")).order_by("-published_on__year")


def _by_switch(episodes: EpisodeQuerySet, name: str) -> QuerySet[Any, Any]:
    condition = (
        Q(Exists(Transcript.objects.current().filter(episode=OuterRef("pk"))))
        if name == "has_transcript"
        else Q(pk__in=Episode.objects.assessed_by_editor(True).values("pk"))
    )
    return episodes.annotate(on=_one_or_zero(condition)).values_list("on").annotate(n=Count("pk"))


def _one_or_zero(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
