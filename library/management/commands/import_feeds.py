from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from library.http.safe_client import FetchError
from library.importing.podcast_feeds import import_feed
from library.importing.rss_parser import FeedError
from library.models import Feed


class Command(BaseCommand):
    help = (
        "Import podcast feeds: create drafts of new episodes with a transcript. Running it again "
        "creates no duplicates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "shows", nargs="*", metavar="SHOW", help="slugs or titles; default: all enabled feeds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        feeds = self._feeds(options["shows"])
        drafts, failed = 0, 0
        for feed in tqdm(feeds, desc="Feeds", unit="feed", disable=None):
            try:
                outcome = import_feed(feed)
            except (FetchError, FeedError) as error:
                self.stderr.write(f"{feed.show}: {error}")
                failed += 1
            else:
                drafts += len(outcome.drafts)
                self.stdout.write(f"{feed.show}: {outcome}")
        self.stdout.write(f"{drafts} drafts from {len(feeds)} feeds, {failed} could not be read")
        if failed:
            raise CommandError(f"{failed} of {len(feeds)} feeds could not be read")

    def _feeds(self, names: list[str]) -> list[Feed]:
        feeds = Feed.objects.select_related("show", "shelf")
        if not names:
            return list(feeds.filter(enabled=True))
        selected = list(feeds.filter(Q(show__slug__in=names) | Q(show__title__in=names)))
        matched = {name for feed in selected for name in (feed.show.slug, feed.show.title)}
        missing = [name for name in names if name not in matched]
        if missing:
            raise CommandError(f"the show {missing[0]!r} has no feed")
        return selected
