"""Store transcripts and publish episodes; one transaction per function."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from library.captions import ParsedTranscript
from library.captions.quality_checks import check
from library.models import Delivery, Episode, Guest, Shelf, Show, Tag, Transcript
from library.services.catalogue import get_or_create_named, real_names
from library.services.errors import ImportRejected
from library.services.import_details import EpisodeDetails, Provenance, validated
from library.services.schedules import cancel_schedule
from library.services.webhooks import LeadSummary, queue_event


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import; `changed` is false if everything was stored before."""

    episode: Episode
    transcript: Transcript
    changed: bool


LEAD_FIELDS = ("position", "band", "lens", "confidence")
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
"""Characters of a slug that is made of a title."""


@transaction.atomic
def import_transcript(
    parsed: ParsedTranscript,
    *,
    details: EpisodeDetails,
    provenance: Provenance,
    publish: bool = False,
) -> Imported:
    """Store a transcript and, if new, its episode, show, shelf and guests.

    `details` only fill empty fields of an existing episode. Storing the same transcript again
    changes nothing. Raises ImportRejected if the slug belongs to another
    show, a text is too long, or the video ID is invalid.
    """
    details, provenance = validated(details, provenance)
    episode, episode_changed = _episode(details)
    transcript, transcript_changed = store_transcript(episode, parsed=parsed, provenance=provenance)
    published = publish and publish_episode(episode, reason="imported with --publish")
    return Imported(episode, transcript, episode_changed or transcript_changed or published)


@transaction.atomic
def store_transcript(
    episode: Episode,
    *,
    parsed: ParsedTranscript,
    provenance: Provenance,
    by: AbstractBaseUser | None = None,
    reason: str = "",
) -> tuple[Transcript, bool]:
    """Make `parsed` the current transcript of `episode`; return it and whether it changed.

    Earlier transcripts stay stored; if one has the same checksum, it becomes current again. `by`
    and `reason` go into the history; None means the system.
    """
    Episode.objects.select_for_update().get(pk=episode.pk)
    existing = episode.transcripts.without_cues().filter(checksum=parsed.checksum).first()
    if existing is not None and existing.is_current:
        return existing, False
    episode.transcripts.current().update(is_current=False)
    cancel_schedule(episode)
    if existing is not None:
        existing.is_current = True
        set_history_author(existing, by, reason)
        existing.save(update_fields=["is_current"])
        return existing, True
    transcript = _transcript(episode, parsed, provenance)
    set_history_author(transcript, by, reason)
    transcript.save()
    return transcript, True


def _transcript(episode: Episode, parsed: ParsedTranscript, provenance: Provenance) -> Transcript:
    times = [time for cue in parsed.cues for time in (cue.start, cue.end) if time is not None]
    gates = check(parsed.cues, stated_duration=episode.stated_duration)
    return Transcript(
        episode=episode,
        kind=provenance.kind,
        source_name=provenance.source_name,
        source_note=provenance.source_note,
        source_format=parsed.format,
        video_id=provenance.video_id or episode.video_id,
        language=parsed.language,
        checksum=parsed.checksum,
        cues=[cue.as_dict() for cue in parsed.cues],
        repairs=parsed.repairs,
        cue_count=len(parsed.cues),
        word_count=parsed.word_count,
        speakers=list(parsed.speakers),
        duration=max(times, default=None),
        gates=[gate.as_dict() for gate in gates],
        gates_failed=sum(1 for gate in gates if not gate.passed),
    )


@transaction.atomic
def publish_episode(episode: Episode, *, by: AbstractBaseUser | None = None, reason: str) -> bool:
    """Publish `episode` without review; return whether it was unpublished before.

    This is the operator's override, with `reason` in the history. The reviewed way is
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
    """Save a new status with its author and reason; publishing queues a webhook event.

    Call it in a transaction.
    """
    episode.status = status
    set_history_author(episode, by, reason)
    episode.save()
    if status == Episode.Status.PUBLISHED:
        lead = episode.assessments.filter(leads=True).values(*LEAD_FIELDS).first()
        queue_event(Delivery.Event.PUBLISHED, episode, LeadSummary(**lead) if lead else None)


def set_history_author(row: Model, by: AbstractBaseUser | None, reason: str) -> None:
    """Set author and reason of the next history record of `row`; None means the system."""
    # Attributes of django-simple-history, which has no type hints.
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]


def _episode(details: EpisodeDetails) -> tuple[Episode, bool]:
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
    return episode, _fill(episode, details) or created


def _fill(episode: Episode, details: EpisodeDetails) -> bool:
    """Fill empty fields of `episode`; return whether anything changed."""
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
    if filled:
        episode.save(update_fields=[*filled, *by, "updated_at"])
    guests = real_names(details.guests)
    if guests and not episode.guests.exists():
        episode.guests.set([get_or_create_named(Guest, "name", name) for name in guests])
        filled.append("guests")
    if details.tags and not episode.tags.exists():
        episode.tags.set([get_or_create_named(Tag, "name", name) for name in details.tags])
        filled.append("tags")
    return bool(filled)
