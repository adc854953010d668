"""Paginated podcast feed of an episode list (RFC 5005)."""

from collections.abc import Mapping
from functools import cached_property

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.urls import reverse

from library.http.content_version import Version
from library.models import Episode
from library.pages.links import link, page_number
from library.pages.listing.card import position_sentence
from library.pages.listing.page import Listing
from library.pages.podcast.feed import (
    Absolute,
    PodcastFeed,
    add_episode,
    fetch_transcripts,
    guid_of,
    podcast_feed,
)
from library.pages.sharing import ABOUT

PER_PAGE = 50


class ListPodcast:
    """A podcast of the episodes that match `params`, newest first; `ordering` is ignored."""

    def __init__(self, params: Mapping[str, str]) -> None:
        filters = {name: value for name, value in params.items() if name != "ordering"}
        self.listing = Listing(reverse("library:index"), filters)
        self.number = page_number(params)

    @cached_property
    def paginator(self) -> "Paginator[Episode]":
        return Paginator(self.listing.episodes, PER_PAGE)

    @property
    def has_page(self) -> bool:
        return self.number <= self.paginator.num_pages

    @cached_property
    def page(self) -> Page[Episode]:
        return self.paginator.page(self.number)

    def url(self, number: int) -> str:
        path = reverse("library:feed-podcast")
        return link(path, self.listing.filters, page=number if number > 1 else "")

    def pages(self) -> dict[str, str]:
        """Return page URLs by link relation, such as `next`, or {} if there is only one page."""
        last = self.paginator.num_pages
        if last == 1:
            return {}
        numbers = {"first": 1, "last": last}
        if self.page.has_previous():
            numbers["previous"] = self.number - 1
        if self.page.has_next():
            numbers["next"] = self.number + 1
        return {relation: self.url(number) for relation, number in numbers.items()}

    def write(self, absolute: Absolute, version: Version) -> str:
        feed = self._feed(absolute, version)
        episodes = list(self.page)
        fetch_transcripts(episodes)
        for episode in episodes:
            text = f"{position_sentence(episode.lead_assessment)} {episode.summary}".strip()
            add_episode(feed, episode, absolute, description=f"{episode.show.title}. {text}")
        xml: str = feed.writeString("utf-8")
        return xml

    def _feed(self, absolute: Absolute, version: Version) -> PodcastFeed:
        listing = self.listing
        return podcast_feed(
            " · ".join([*(chip.label for chip in listing.chips), settings.SITE_NAME]),
            ABOUT,
            link=absolute(link(listing.path, listing.filters)),
            feed_url=absolute(self.url(self.number)),
            guid=guid_of(absolute(self.url(1))),
            picture=absolute(reverse("library:site-picture")),
            changed_at=version.changed_at,
            pages={relation: absolute(url) for relation, url in self.pages().items()},
        )
