"""RSS and Atom of the library, and of whatever filters narrow it to."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed

from library.models import Episode
from library.pages.links import link as address
from library.pages.listing.card import place_in_words
from library.pages.listing.page import Listing
from library.pages.sharing import ABOUT
from library.syndication.feed_generators import WellFormedAtom, WellFormedRss

MOST_ITEMS = 50


class LibraryRss(Feed[Episode, Listing]):
    """The newest episodes that the filters of the address leave; an order in it is ignored."""

    feed_type: type[SyndicationFeed] = WellFormedRss
    route = "library:feed-rss"
    description = ABOUT
    author_name = settings.SITE_NAME
    language = "en"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Listing:
        given = request.GET.dict()
        given.pop("ordering", None)
        return Listing(reverse("library:index"), given)

    def title(self, listing: Listing) -> str:
        return " · ".join([*(chip.label for chip in listing.chips), settings.SITE_NAME])

    def link(self, listing: Listing) -> str:
        return address(listing.path, listing.narrowing)

    def feed_url(self, listing: Listing) -> str:
        return address(reverse(self.route), listing.narrowing)

    def items(self, listing: Listing) -> list[Episode]:
        return list(listing.episodes.prefetch_related("tags")[:MOST_ITEMS])

    def item_title(self, item: Episode) -> str:
        return item.title

    def item_description(self, item: Episode) -> str:
        stands = place_in_words(item.lead_assessment)
        return f"{item.show.title}. {stands} {item.summary}".strip()

    def item_pubdate(self, item: Episode) -> datetime:
        """When the conversation came out; of unknown date, when the library took it in."""
        if item.published_on is None:
            return item.created_at
        return datetime.combine(item.published_on, time(12), tzinfo=UTC)

    def item_updateddate(self, item: Episode) -> datetime:
        return item.updated_at

    def item_categories(self, item: Episode) -> list[str]:
        return [tag.name for tag in item.tags.all()]


class LibraryAtom(LibraryRss):
    feed_type = WellFormedAtom
    route = "library:feed-atom"
    subtitle = ABOUT
