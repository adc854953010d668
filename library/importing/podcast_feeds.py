"""Writes of feed import: the feed of a show is read, and its new episodes become drafts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from library.captions import TranscriptError, read_transcript
from library.http.safe_client import FetchError, fetch
from library.importing.rss_parser import FeedError, FeedItem, is_wanted, read_feed
from library.models import Episode, Feed, FeedEntry, Transcript
from library.services.episodes import EpisodeDetails, Provenance, import_transcript
from library.services.errors import ImportRefused

MOST_FEED_BYTES = 20_000_000
MOST_TRANSCRIPT_BYTES = 20_000_000


@dataclass(slots=True)
class FeedOutcome:
    """What reading a feed came to; `refused` says of each item that failed why."""

    drafts: list[Transcript] = field(default_factory=list)
    known: int = 0
    left: int = 0
    without: int = 0
    refused: list[str] = field(default_factory=list)
    unchanged: bool = False

    def __str__(self) -> str:
        if self.unchanged:
            return "unchanged since it was last read"
        parts = [f"{len(self.drafts)} drafts"]
        for count, words in (
            (self.known, "in the library already"),
            (self.left, "left for the next time"),
            (self.without, "without a transcript"),
            (len(self.refused), "refused"),
        ):
            if count:
                parts.append(f"{count} {words}")
        return "\n".join([", ".join(parts), *self.refused])


def _silent() -> None:
    """Nobody waits for a sign of life."""


def import_feed(feed: Feed, *, live: Callable[[], None] = _silent) -> FeedOutcome:
    """Read `feed` and make drafts of its newest wanted items that offer a transcript.

    `live` is called before each transcript is fetched; what it raises ends the reading.

    Raises FetchError or FeedError, noted at the feed too, when it cannot be read. What failed or
    was left is tried again the next time, even if the feed has not changed by then.
    """
    try:
        outcome = _read(feed, live)
    except (FetchError, FeedError) as error:
        _note(feed, str(error))
        raise
    _note(feed, str(outcome))
    return outcome


def _read(feed: Feed, live: Callable[[], None]) -> FeedOutcome:
    asked = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = {name: value for name, value in asked.items() if value}
    found = fetch(feed.url, most_bytes=MOST_FEED_BYTES, headers=headers)
    if found.status == 304:
        return FeedOutcome(unchanged=True)
    outcome = FeedOutcome()
    for item in _newest_first(read_feed(found.body, found.url)):
        if is_wanted(item, feed.included, feed.excluded):
            _take(feed, item, outcome, live)
    done = not outcome.left and not outcome.refused
    feed.etag = found.headers.get("etag", "")[:500] if done else ""
    feed.last_modified = found.headers.get("last-modified", "")[:100] if done else ""
    feed.save(update_fields=["etag", "last_modified"])
    return outcome


def _take(feed: Feed, item: FeedItem, outcome: FeedOutcome, live: Callable[[], None]) -> None:
    """Make a draft of `item`, if it is new and there is room for it."""
    if not item.transcript_url or not item.title:
        outcome.without += 1
    elif feed.entries.filter(guid=item.guid).exists() or _is_here(feed, item):
        outcome.known += 1
    elif len(outcome.drafts) + len(outcome.refused) >= feed.most_new:
        outcome.left += 1
    else:
        live()
        try:
            outcome.drafts.append(_draft(feed, item))
        except (FetchError, TranscriptError, ImportRefused) as error:
            outcome.refused.append(f"{item.title}: {error}")
        except IntegrityError:
            # Somebody else read the same feed at the same time.
            if not feed.entries.filter(guid=item.guid).exists():
                raise
            outcome.known += 1


def _is_here(feed: Feed, item: FeedItem) -> bool:
    """Note `item` as known if the show has an episode of its title and day already."""
    known = feed.show.episodes.filter(title=item.title, published_on=item.published_on).first()
    if known is None:
        return False
    FeedEntry.objects.get_or_create(feed=feed, guid=item.guid, defaults={"episode": known})
    return True


def _draft(feed: Feed, item: FeedItem) -> Transcript:
    found = fetch(item.transcript_url, most_bytes=MOST_TRANSCRIPT_BYTES)
    name = PurePosixPath(urlsplit(found.url).path).name or "transcript"
    parsed = read_transcript(found.body, name)
    with transaction.atomic():
        stored = import_transcript(
            parsed,
            details=EpisodeDetails(
                show=feed.show.title,
                title=item.title,
                slug=_free_slug(item),
                shelf=feed.shelf.title if feed.shelf else "",
                published_on=item.published_on,
                audio_url=item.audio_url,
                audio_type=item.audio_type,
                audio_bytes=item.audio_bytes,
            ),
            provenance=Provenance(
                kind=Transcript.Kind.PUBLISHER,
                source_name=name[:255],
                source_note=f"from the feed: {item.transcript_url}"[:255],
            ),
        )
        FeedEntry.objects.create(feed=feed, guid=item.guid, episode=stored.episode)
    return stored.transcript


def _free_slug(item: FeedItem) -> str:
    """Return a slug that no episode has: of the title, then with the day, then with a number."""
    stem = slugify(item.title)[:120] or "episode"
    wanted = [stem]
    if item.published_on:
        wanted.append(f"{stem}-{item.published_on.isoformat()}")
    wanted += [f"{wanted[-1]}-{number}" for number in range(2, 100)]
    taken = set(Episode.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next((slug for slug in wanted if slug not in taken), stem)


def _newest_first(items: list[FeedItem]) -> list[FeedItem]:
    """Newest first; those of unknown date last, in the order of the feed."""
    return sorted(items, key=lambda item: item.published_on.toordinal() if item.published_on else 0,
                  reverse=True)  # fmt: skip


def _note(feed: Feed, outcome: str) -> None:
    feed.checked_at, feed.outcome = timezone.now(), outcome.replace("\0", "")[:5_000]
    feed.save(update_fields=["checked_at", "outcome"])
