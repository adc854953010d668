"""A list of episodes: all of them, or those of a show, shelf, guest, tag or subject."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse

from library.filters import FIRST_ORDERING, ORDERINGS, EpisodeFilter
from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.pages.links import link, page_number
from library.pages.listing.aggregate_spectrum import AggregateSpectrum, aggregate_spectrum_of
from library.pages.listing.card import Card
from library.pages.listing.card_quotes import with_quotes
from library.pages.listing.facets import Facet, Facets
from library.pages.listing.filtered_queries import FilteredEpisodes
from library.pages.search.page import SearchPage
from library.pages.search.tabs import Tab, tabs
from library.search import parse_query
from library.search.suggest import suggestion

PER_PAGE, PARTIAL = 24, 8
"""Maximum number of cards: on a page, and of conversations that contain only some of the words."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, with a link that removes it."""

    title: str
    label: str
    url: str


class Listing:
    """Episodes that match `params`, the query parameters of the page at `path`.

    Filters in `fixed` belong to the page itself, such as the show on the page of a show.
    """

    def __init__(
        self,
        path: str,
        params: Mapping[str, str],
        fixed: Mapping[str, str] | None = None,
        *,
        per_page: int = PER_PAGE,
    ) -> None:
        self.path, self.fixed, self._per_page = path, dict(fixed or {}), per_page
        self._filters = EpisodeFilter({**params, **self.fixed}, Episode.objects.none())
        errors = self._filters.errors
        self.requested = {
            name: params[name]
            for name in EpisodeFilter.base_filters
            if params.get(name) and name not in errors and name not in self.fixed
        }
        self.text = self.requested.get("q", "")
        self._number = page_number(params)
        self._values = {name: self._filters.form.cleaned_data[name] for name in self.filters}

    @property
    def episodes(self) -> EpisodeQuerySet:
        """All episodes of the list, with the data for feeds."""
        cards = self._filtered.cards(self.requested.get("ordering", FIRST_ORDERING))
        return cards.prefetch_related("guests")

    @cached_property
    def _filtered(self) -> FilteredEpisodes:
        """The filtered episodes.

        The text search, which is expensive, and the filters of the page itself, which no facet
        removes, run only once for the list and all facets.
        """
        if not self.text:
            return FilteredEpisodes(self._values, filter_set=self._filters)
        once = ("q", *self.fixed)
        matches = Episode.objects.published().order_by()
        for name in once:
            matches = self._filters.apply_filter(matches, name, self._values[name])
        filters = {name: value for name, value in self._values.items() if name not in once}
        return FilteredEpisodes(filters, list(matches.values_list("pk", flat=True)), self._filters)

    @property
    def filters(self) -> dict[str, str]:
        """Requested and fixed filters, without the ordering."""
        filters = {name: value for name, value in self.requested.items() if name != "ordering"}
        return {**filters, **self.fixed}

    @property
    def is_filtered(self) -> bool:
        """Whether the list is only a part of the page's episodes."""
        return any(name != "ordering" for name in self.requested)

    @cached_property
    def page(self) -> Page[Episode]:
        cards = self._filtered.cards(self.requested.get("ordering", FIRST_ORDERING))
        paginator = Paginator(cards, self._per_page)
        paginator.count = self._filtered.count()
        return paginator.get_page(self._number)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def cards(self) -> list[Card]:
        return with_quotes([Card(episode) for episode in self.page]) if self.count else []

    @cached_property
    def aggregate_spectrum(self) -> AggregateSpectrum | None:
        return aggregate_spectrum_of(self._filtered) if self.count else None

    @cached_property
    def facets(self) -> list[Facet]:
        if self._filtered.among == []:
            return []  # nothing contains the words, whatever the other filters
        return Facets(self.path, self._filtered, self.requested, self.fixed).all()

    @property
    def chips(self) -> list[Chip]:
        chips = (
            [Chip("Words", self.text, link(self.path, self.requested, q=""))] if self.text else []
        )
        shown = {facet.name: facet for facet in self.facets} if self.requested else {}
        for name, value in self.requested.items():
            if name in ("q", "ordering"):
                continue
            facet = shown.get(name)
            labels = {choice.value: choice.label for choice in facet.choices} if facet else {}
            title = facet.title if facet else name.replace("_", " ").capitalize()
            chips.append(
                Chip(title, labels.get(value, value), link(self.path, self.requested, **{name: ""}))
            )
        return chips

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Label and URL of each ordering, and whether it is the current one."""
        current = self.requested.get("ordering", FIRST_ORDERING)
        return [
            (label, self._url_ordered_by(value), value == current)
            for value, (label, _) in ORDERINGS.items()
        ]

    def _url_ordered_by(self, value: str) -> str:
        return link(self.path, self.requested, ordering="" if value == FIRST_ORDERING else value)

    @property
    def previous_link(self) -> str:
        number = self.page.number - 1
        return link(self.path, self.requested, page="" if number == 1 else number) if number else ""

    @property
    def next_link(self) -> str:
        if not self.page.has_next():
            return ""
        return link(self.path, self.requested, page=self.page.number + 1)

    @property
    def canonical(self) -> str:
        """The canonical URL of this page."""
        number = self.page.number
        return link(self.path, self.requested, page=number if number > 1 else "")

    @property
    def tabs(self) -> list[Tab]:
        """Tabs for conversations and for passages, with the same filters."""
        passages = SearchPage("", self.filters).passage_count if self.text else None
        conversations, in_passages = tabs(
            self.filters, conversations=self.count, passages=passages, path=self.path
        )
        return [replace(conversations, url=self.url), in_passages]

    @cached_property
    def partial(self) -> "Listing | None":
        """Conversations that contain any of the searched words, if none contains all of them."""
        text = parse_query(self.text).any_word
        if not text or self.count:
            return None
        params = {**self.requested, "q": text}
        listing = Listing(self.path, params, self.fixed, per_page=PARTIAL)
        # With " OR " added, the words can be longer than a search may be.
        return listing if listing.text and listing.count else None

    @cached_property
    def suggested(self) -> tuple[str, str] | None:
        """A corrected spelling and the URL of a search for it, if there are no results."""
        text = suggestion(self.text) if self.text and not self.count else ""
        return (text, link(self.path, self.requested, q=text)) if text else None

    @property
    def url(self) -> str:
        """URL of the first page."""
        return link(self.path, self.requested)

    @property
    def map_url(self) -> str:
        """URL of the map with the same filters."""
        return link(reverse("library:map"), self.filters)

    @property
    def reading_path_url(self) -> str:
        """URL of a reading path with the same filters, or '' without filters."""
        return link(reverse("library:path"), self.filters) if self.filters else ""

    @property
    def feed_url(self) -> str:
        """URL of the podcast feed with the same filters."""
        return link(reverse("library:feed-podcast"), self.filters)
