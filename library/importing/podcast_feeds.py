"""Import podcast feeds: new items with a transcript become drafts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from library.captions import TranscriptError, read_transcript
from library.captions.quality_checks import with_word_gates
from library.http.safe_client import FetchError, fetch
from library.importing.rss_parser import (
    SUFFIXES,
    FeedError,
    FeedItem,
    matches_filters,
    read_feed,
)
from library.models import Episode, Feed, FeedEntry, Transcript
from library.services.episodes import import_transcript
from library.services.errors import ImportRejected
from library.services.import_details import EpisodeDetails, Provenance
from library.services.job_failures import Failure

MAX_FEED_BYTES = 20_000_000
MAX_TRANSCRIPT_BYTES = 20_000_000


@dataclass(slots=True)
class FeedOutcome:
    """Result of an import; `failed` lists the items that could not be imported."""

    drafts: list[Transcript] = field(default_factory=list)
    existing: int = 0
    postponed: int = 0
    without_transcript: int = 0
    failed: list[Failure] = field(default_factory=list)
    not_modified: bool = False

    def __str__(self) -> str:
        if self.not_modified:
            return "unchanged since the last import"
        parts = [f"{len(self.drafts)} drafts"]
        for count, label in (
            (self.existing, "already in the library"),
            (self.postponed, "postponed to the next import"),
            (self.without_transcript, "without a transcript"),
            (len(self.failed), "failed"),
        ):
            if count:
                parts.append(f"{count} {label}")
        return "\n".join([", ".join(parts), *map(str, self.failed)])


def _no_heartbeat() -> None:
    """Default heartbeat: do nothing."""


def import_feed(feed: Feed, *, heartbeat: Callable[[], None] = _no_heartbeat) -> FeedOutcome:
    """Create drafts from the newest matching feed items that have a transcript.

    `heartbeat` is called before each transcript is fetched; if it raises an exception, the import
    stops. Failed and postponed items are retried next time, even if the feed has not changed.
    Raises FetchError or FeedError if the feed cannot be read, after storing the error in the feed.
    """
    try:
        outcome = _import(feed, heartbeat)
    except (FetchError, FeedError) as error:
        _store_outcome(feed, str(error))
        raise
    _store_outcome(feed, str(outcome))
    return outcome


def _import(feed: Feed, heartbeat: Callable[[], None]) -> FeedOutcome:
    validators = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = {name: value for name, value in validators.items() if value}
    response = fetch(feed.url, max_bytes=MAX_FEED_BYTES, headers=headers)
    if response.status == 304:
        return FeedOutcome(not_modified=True)
    outcome = FeedOutcome()
    for item in _newest_first(read_feed(response.body, response.url)):
        if matches_filters(item, feed.included, feed.excluded):
            _import_item(feed, item, outcome, heartbeat)
    is_complete = not outcome.postponed and not outcome.failed
    feed.etag = response.headers.get("etag", "")[:500] if is_complete else ""
    feed.last_modified = response.headers.get("last-modified", "")[:100] if is_complete else ""
    feed.save(update_fields=["etag", "last_modified"])
    return outcome


def _import_item(
    feed: Feed, item: FeedItem, outcome: FeedOutcome, heartbeat: Callable[[], None]
) -> None:
    """Create a draft from `item`, unless its episode exists or `feed.most_new` is reached."""
    if not item.transcript_url or not item.title:
        outcome.without_transcript += 1
    elif feed.entries.filter(guid=item.guid).exists() or _link_existing(feed, item):
        outcome.existing += 1
    elif len(outcome.drafts) + len(outcome.failed) >= feed.most_new:
        outcome.postponed += 1
    else:
        heartbeat()
        try:
            outcome.drafts.append(_create_draft(feed, item))
        except (FetchError, TranscriptError, ImportRejected) as error:
            outcome.failed.append(Failure(item.guid, item.title, str(error)))
        except IntegrityError:
            # A concurrent import may have created the entry.
            if not feed.entries.filter(guid=item.guid).exists():
                raise
            outcome.existing += 1


def _link_existing(feed: Feed, item: FeedItem) -> bool:
    """Link `item` to the show's episode with the same title and date.

    Returns false if there is no such episode.
    """
    episodes = feed.show.episodes.filter(title=item.title, published_on=item.published_on)
    episode = episodes.first()
    if episode is None:
        return False
    FeedEntry.objects.get_or_create(feed=feed, guid=item.guid, defaults={"episode": episode})
    return True


def _create_draft(feed: Feed, item: FeedItem) -> Transcript:
    response = fetch(item.transcript_url, max_bytes=MAX_TRANSCRIPT_BYTES)
    name = PurePosixPath(urlsplit(response.url).path).name or "transcript"
    # A URL can end in .aspx or .html whatever it serves, so the content decides the format.
    parsed = with_word_gates(
        read_transcript(response.body, _readable_name(name, item.transcript_type))
    )
    with transaction.atomic():
        imported = import_transcript(
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
        FeedEntry.objects.create(feed=feed, guid=item.guid, episode=imported.episode)
    return imported.transcript


def _readable_name(name: str, kind: str) -> str:
    """Return the file name; an unreliable extension is replaced with `html` or `txt`."""
    suffix = PurePosixPath(name).suffix.lower().removeprefix(".")
    if suffix in SUFFIXES and suffix != "html":
        return name
    ending = next((end for end, of in SUFFIXES.items() if of == kind), "txt")
    # The media type can be wrong; with `txt`, the parser accepts any format that it can detect.
    return f"{PurePosixPath(name).stem}.{ending if ending == 'html' else 'txt'}"


def _free_slug(item: FeedItem) -> str:
    """Return an unused slug: the title, followed by the date and a number if necessary."""
    stem = slugify(item.title)[:120] or "episode"
    slugs = [stem]
    if item.published_on:
        slugs.append(f"{stem}-{item.published_on.isoformat()}")
    slugs += [f"{slugs[-1]}-{number}" for number in range(2, 100)]
    taken = set(Episode.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next((slug for slug in slugs if slug not in taken), stem)


def _newest_first(items: list[FeedItem]) -> list[FeedItem]:
    """Sort by date, newest first; items without a date come last, in feed order."""
    return sorted(items, key=lambda item: item.published_on.toordinal() if item.published_on else 0,
                  reverse=True)  # fmt: skip


def _store_outcome(feed: Feed, outcome: str) -> None:
    feed.checked_at, feed.outcome = timezone.now(), outcome.replace("\0", "")[:5_000]
    feed.save(update_fields=["checked_at", "outcome"])
