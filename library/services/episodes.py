"""Import and publish episodes; one transaction per function."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from library.captions import ParsedTranscript
from library.captions.quality_checks import with_word_gates
from library.models import Delivery, Episode, Guest, Shelf, Show, Tag, Transcript
from library.services.catalogue import get_or_create_named, real_names
from library.services.errors import ImportRejected
from library.services.import_details import EpisodeDetails, Provenance, validated
from library.services.review import Kind, differences, must_wait, propose
from library.services.transcripts import store_or_propose
from library.services.versions import set_history_author
from library.services.webhooks import LEAD_FIELDS, LeadSummary, queue_event


@dataclass(frozen=True, slots=True)
class Imported:
    """Result of an import; `changed` is false if everything was already stored.

    `waits` is true if the changes need review first because the episode is published.
    """

    episode: Episode
    transcript: Transcript
    changed: bool
    waits: bool = False


FILLABLE = (
    "published_on",
    "video_id",
    "audio_url",
    "why_it_matters",
    "summary",
    "editor_note",
    "text_may_be_shared",
    "text_licence",
)
UNKNOWN = (None, "")
SLUG_LENGTH = 120
"""Maximum number of characters in a slug made from a title."""


def import_transcript(
    parsed: ParsedTranscript,
    *,
    details: EpisodeDetails,
    provenance: Provenance,
    publish: bool = False,
) -> Imported:
    """Store a transcript, and create any episode, show, shelf, guests or tags that are missing.

    For an existing episode, `details` only fills in empty fields. Importing the same transcript
    again changes nothing. Changes to a published episode wait for review unless `publish` is true,
    in which case the history records that the review was skipped. Raises ImportRejected if the slug
    is invalid or belongs to another show, a text is too long, or the video ID is invalid.
    """
    details, provenance = validated(details, provenance)
    parsed = with_word_gates(parsed)
    with transaction.atomic():
        return _import(parsed, details, provenance, publish=publish)


def _import(
    parsed: ParsedTranscript, details: EpisodeDetails, provenance: Provenance, *, publish: bool
) -> Imported:
    reason = "imported with --publish" if publish else "Imported"
    episode, created = _find_or_create(details)
    waits = not publish and must_wait(episode)
    filled = _fill(episode, details, waits=waits)
    transcript, transcript_changed = store_or_propose(
        episode, parsed=parsed, provenance=provenance, reason=reason, waits=waits
    )
    published = publish and publish_episode(episode, reason=reason)
    changed = created or filled or transcript_changed or published
    return Imported(episode, transcript, changed, waits=waits and changed)


@transaction.atomic
def publish_episode(episode: Episode, *, by: AbstractBaseUser | None = None, reason: str) -> bool:
    """Publish `episode` without review; return whether its status changed.

    This is an operator's override, and the history records `reason`. To publish after review, use
    `scoring.curation.workflow.publish`.
    """
    stored = Episode.objects.select_for_update().get(pk=episode.pk)
    changed = stored.status != Episode.Status.PUBLISHED
    if changed:
        set_status(stored, Episode.Status.PUBLISHED, by=by, reason=f"Operator's override: {reason}")
    episode.status = Episode.Status.PUBLISHED
    return changed


def set_status(
    episode: Episode, status: Episode.Status, *, by: AbstractBaseUser | None, reason: str
) -> None:
    """Save a new status with its author and reason; publishing also queues a webhook event.

    Must be called in a transaction.
    """
    episode.status = status
    set_history_author(episode, by, reason)
    episode.save()
    if status == Episode.Status.PUBLISHED:
        lead = episode.assessments.filter(leads=True).values(*LEAD_FIELDS).first()
        queue_event(Delivery.Event.PUBLISHED, episode, LeadSummary(**lead) if lead else None)


def _find_or_create(details: EpisodeDetails) -> tuple[Episode, bool]:
    slug = details.slug or slugify(details.title)[:SLUG_LENGTH].strip("-")
    if not slug:
        raise ImportRejected(f"no slug can be made from the title {details.title!r}; set a slug")
    if slug != slugify(slug):
        raise ImportRejected(f"{slug!r} is not a valid slug; use {slugify(slug)!r}")
    show = get_or_create_named(Show, "title", details.show)
    episode, created = Episode.objects.get_or_create(
        slug=slug,
        defaults={"show": show, "title": details.title, "is_sample": details.is_sample},
    )
    if episode.show_id != show.pk:
        raise ImportRejected(
            f"the slug {slug!r} belongs to an episode of {episode.show}; choose another with --slug"
        )
    return episode, created


def _fill(episode: Episode, details: EpisodeDetails, *, waits: bool) -> bool:
    """Fill in the empty fields, and return whether any changed.

    If `waits` is true, the values are proposed for review instead of saved.
    """
    stored = Episode.objects.get(pk=episode.pk) if waits else episode
    filled = [
        name
        for name in FILLABLE
        if getattr(details, name) not in UNKNOWN and getattr(episode, name) in UNKNOWN
    ]
    for name in filled:
        setattr(episode, name, getattr(details, name))
    if "audio_url" in filled:
        filled += Episode.OF_AUDIO
        for name in Episode.OF_AUDIO:
            setattr(episode, name, getattr(details, name))
    if details.shelf and episode.shelf is None:
        episode.shelf = get_or_create_named(Shelf, "title", details.shelf)
        filled.append("shelf")
    by = [f"{name}_by" for name in filled if name in Episode.TEXTS]
    for name in by:
        setattr(episode, name, details.texts_by)
    related = _related(episode, details)
    if waits and (filled or related):
        before, after = differences(stored, episode, related)
        propose(episode, Kind.FIELDS, before=before, after=after, by=None, reason="Imported")
        episode.refresh_from_db()
        return True
    if filled:
        episode.save(update_fields=[*filled, *by, "updated_at"])
    for name, rows in related.items():
        getattr(episode, name).set(rows)
    return bool(filled or related)


def _related(episode: Episode, details: EpisodeDetails) -> dict[str, list[Any]]:
    """Return the new guests if the episode has no guests, and the new tags if it has no tags."""
    related: dict[str, list[Any]] = {}
    guests = real_names(details.guests)
    if guests and not episode.guests.exists():
        related["guests"] = [get_or_create_named(Guest, "name", name) for name in guests]
    if details.tags and not episode.tags.exists():
        related["tags"] = [get_or_create_named(Tag, "name", name) for name in details.tags]
    return related
