"""A list of episodes: the library, or what belongs to a show, a shelf, a guest or a tag."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse

from library.filters import FIRST_ORDERING, ORDERINGS, EpisodeFilter
from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.pages.links import link, page_number
from library.pages.listing.aggregate_spectrum import Standing, standing_of
from library.pages.listing.card import Card
from library.pages.listing.facets import Choice, Facet, Facets
from library.pages.listing.filtered_queries import Narrowed

PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use; its link takes it off."""

    title: str
    label: str
    url: str


class Listing:
    """The episodes that answer `given`, the parameters of the address `path`.

    `fixed` filters are those of the page itself, such as its show.
    """

    def __init__(
        self, path: str, given: Mapping[str, str], fixed: Mapping[str, str] | None = None
    ) -> None:
        self.path, self.fixed = path, dict(fixed or {})
        self._filters = EpisodeFilter({**given, **self.fixed}, Episode.objects.none())
        bad = self._filters.errors
        self.asked = {
            name: given[name]
            for name in EpisodeFilter.base_filters
            if given.get(name) and name not in bad and name not in self.fixed
        }
        self.text = self.asked.get("q", "")
        self._number = page_number(given)
        self._given = {name: self._filters.form.cleaned_data[name] for name in self.narrowing}

    @property
    def episodes(self) -> EpisodeQuerySet:
        """The whole list with what cards show, for feeds."""
        found: EpisodeQuerySet = EpisodeFilter(
            {**self.asked, **self.fixed}, Episode.objects.for_cards()
        ).qs
        return found

    @cached_property
    def _narrowed(self) -> Narrowed:
        """The episodes that hold the words are looked for once, not again for every facet."""
        given = {name: value for name, value in self._given.items() if name != "q"}
        if not self.text:
            return Narrowed(given, filters=self._filters)
        every = Episode.objects.published().order_by()
        holding = self._filters.narrow(every, "q", self._given["q"])
        return Narrowed(given, list(holding.values_list("pk", flat=True)), self._filters)

    @property
    def narrowing(self) -> dict[str, str]:
        """What is asked beside the order, with what belongs to the page."""
        narrowed = {name: value for name, value in self.asked.items() if name != "ordering"}
        return {**narrowed, **self.fixed}

    @cached_property
    def page(self) -> Page[Episode]:
        cards = self._narrowed.cards(self.asked.get("ordering", FIRST_ORDERING))
        return Paginator(cards, PER_PAGE).get_page(self._number)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def cards(self) -> list[Card]:
        return [Card(found) for found in self.page]

    @cached_property
    def standing(self) -> Standing | None:
        return standing_of(self._narrowed)

    @cached_property
    def facets(self) -> list[Facet]:
        return Facets(self.path, self._narrowed, self.asked, self.fixed).all()

    @property
    def shelves(self) -> tuple[Choice, ...]:
        """The shelves to look along, on a page that is not narrowed yet."""
        found = (facet.choices for facet in self.facets if facet.name == "shelf")
        return () if self.narrowing else next(found, ())

    @property
    def chips(self) -> list[Chip]:
        chips = [Chip("Words", self.text, link(self.path, self.asked, q=""))] if self.text else []
        shown = {facet.name: facet for facet in self.facets} if self.asked else {}
        for name, value in self.asked.items():
            if name in ("q", "ordering"):
                continue
            facet = shown.get(name)
            labels = {choice.value: choice.label for choice in facet.choices} if facet else {}
            title = facet.title if facet else name.replace("_", " ").capitalize()
            chips.append(
                Chip(title, labels.get(value, value), link(self.path, self.asked, **{name: ""}))
            )
        return chips

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Label, address and whether it is the one in use, of each order."""
        used = self.asked.get("ordering", FIRST_ORDERING)
        return [
            (label, self._ordered(value), value == used) for value, (label, _) in ORDERINGS.items()
        ]

    def _ordered(self, value: str) -> str:
        return link(self.path, self.asked, ordering="" if value == FIRST_ORDERING else value)

    @property
    def previous_link(self) -> str:
        number = self.page.number - 1
        return link(self.path, self.asked, page="" if number == 1 else number) if number else ""

    @property
    def next_link(self) -> str:
        if not self.page.has_next():
            return ""
        return link(self.path, self.asked, page=self.page.number + 1)

    @property
    def canonical(self) -> str:
        """The address of this page without what does not change it."""
        number = self.page.number
        return link(self.path, self.asked, page=number if number > 1 else "")

    @property
    def passages_url(self) -> str:
        """The search for passages that looks where this list does."""
        return link(reverse("library:search"), self.narrowing)
