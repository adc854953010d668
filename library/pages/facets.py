"""The filters of a list as links, each with how many episodes it would leave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse

from library.filters import EpisodeFilter
from library.models import Episode, Transcript
from library.pages.links import link
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

SWITCHES = {
    "has_transcript": ("Transcript", "Has a transcript", "Has none"),
    "assessed_by_editor": ("Listened to", "Assessed by an editor", "Not yet"),
}


class Facets:
    """The facets of episodes that are narrowed by `asked`; one query for each facet.

    The counts of a facet are of all that the other filters leave, so that every link says what
    it would show. `fixed` filters belong to the page and are no facets of it; `among` are
    the episodes that hold the words asked for.
    """

    def __init__(
        self,
        path: str,
        among: EpisodeQuerySet,
        asked: Mapping[str, str],
        fixed: Mapping[str, str],
    ) -> None:
        self.path, self.among, self.asked, self.fixed = path, among, asked, fixed

    def all(self) -> list[Facet]:
        found = [
            self._scale("band", "Band", [(band.value, band.label) for band in Band]),
            self._filed("shelf"),
            self._filed("show"),
            self._scale("lens", "Lens", [(lens.value, lens.label) for lens in Lens]),
            self._filed("guest"),
            self._filed("tag"),
            self._years(),
            *self._switches(),
        ]
        return [facet for facet in found if facet.name not in self.fixed and facet.choices]

    def _others(self, name: str) -> EpisodeQuerySet:
        """Return the episodes that the filters beside `name` leave."""
        asked = {**self.asked, **self.fixed}
        narrowing = {key: asked[key] for key in asked if key not in (name, "q", "ordering")}
        episodes = self.among.published().with_lead_assessment().order_by()
        left: EpisodeQuerySet = EpisodeFilter(narrowing, episodes).qs
        return left

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

    def _scale(self, name: str, title: str, values: list[tuple[str, str]]) -> Facet:
        column = f"lead_assessment__{name}"
        counts = dict(self._others(name).values_list(column).annotate(n=Count("pk")))
        shown = ((value, label, counts.get(value, 0)) for value, label in values)
        return self._facet(name, title, (row for row in shown if row[2]))

    def _filed(self, name: str) -> Facet:
        title, slug, label, all_name = FILED[name]
        chosen_first = Case(
            When(**{slug: self.asked.get(name, "")}, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        rows = (
            self._others(name)
            .exclude(**{slug: None})
            .values_list(slug, label)
            .annotate(n=Count("pk"))
            .order_by(chosen_first, "-n", label)[: MOST_CHOICES + 1]
        )
        found = list(rows)
        all_url = reverse(all_name) if len(found) > MOST_CHOICES else ""
        return self._facet(name, title, found[:MOST_CHOICES], all_url)

    def _years(self) -> Facet:
        rows = (
            self._others("year")
            .exclude(published_on=None)
            .values_list("published_on__year")
            .annotate(n=Count("pk"))
            .order_by("-published_on__year")
        )
        return self._facet("year", "Year", ((str(year), str(year), n) for year, n in rows))

    def _switches(self) -> Iterable[Facet]:
        conditions = {
            "has_transcript": Q(
                Exists(Transcript.objects.current().filter(episode=OuterRef("pk")))
            ),
            "assessed_by_editor": Q(pk__in=Episode.objects.assessed_by_editor(True).values("pk")),
        }
        for name, (title, yes, no) in SWITCHES.items():
            counted = self._others(name).aggregate(
                yes=Count("pk", filter=conditions[name]), no=Count("pk", filter=~conditions[name])
            )
            rows = (("true", yes, counted["yes"]), ("false", no, counted["no"]))
            yield self._facet(name, title, (row for row in rows if row[2]))
