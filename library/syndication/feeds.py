"""RSS and Atom feeds of the library, which accept the same filters as the episode list."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed

from library.models import Episode
from library.pages.links import link as url_with_params
from library.pages.listing.card import position_sentence
from library.pages.listing.page import Listing
from library.pages.sharing import ABOUT
from library.syndication.feed_generators import WellFormedAtom, WellFormedRss

MAX_ITEMS = 50


class LibraryRss(Feed[Episode, Listing]):
    """The newest episodes that match the filters in the URL."""

    feed_type: type[SyndicationFeed] = WellFormedRss
    route = "library:feed-rss"
    description = ABOUT
    author_name = settings.SITE_NAME
    language = "en"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Listing:
        params = request.GET.dict()
        params.pop("ordering", None)
        return Listing(reverse("library:index"), params)

    def title(self, listing: Listing) -> str:
        return " · ".join([*(chip.label for chip in listing.chips), settings.SITE_NAME])

    def link(self, listing: Listing) -> str:
        return url_with_params(listing.path, listing.filters)

    def feed_url(self, listing: Listing) -> str:
        return url_with_params(reverse(self.route), listing.filters)

    def items(self, listing: Listing) -> list[Episode]:
        return list(listing.episodes.prefetch_related("tags")[:MAX_ITEMS])

    def item_title(self, item: Episode) -> str:
        return item.title

    def item_description(self, item: Episode) -> str:
        position = position_sentence(item.lead_assessment)
        return f"{item.show.title}. {position} {item.summary}".strip()

    def item_pubdate(self, item: Episode) -> datetime | None:
        if item.published_on is None:
            return None
        return datetime.combine(item.published_on, time(12), tzinfo=UTC)

    def item_updateddate(self, item: Episode) -> datetime:
        return item.updated_at

    def item_categories(self, item: Episode) -> list[str]:
        return [tag.name for tag in item.tags.all()]


class LibraryAtom(LibraryRss):
    feed_type = WellFormedAtom
    route = "library:feed-atom"
    subtitle = ABOUT
