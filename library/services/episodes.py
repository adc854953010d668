"""Writes to the library: storing transcripts and publishing episodes.

Each function is one transaction: it does all of its work or, with one clear error, none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from library.captions import ParsedTranscript
from library.captions.quality_checks import check
from library.models import Delivery, Episode, Guest, Shelf, Show, Tag, TextOrigin, Transcript
from library.services.catalogue import named
from library.services.errors import ImportRefused
from library.services.webhooks import Lead, note_event


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeDetails:
    """What is known of an episode beside its words; empty means not known."""

    show: str
    title: str
    slug: str = ""
    shelf: str = ""
    guests: Sequence[str] = ()
    tags: Sequence[str] = ()
    published_on: date | None = None
    video_id: str = ""
    audio_url: str = ""
    audio_type: str = ""
    audio_bytes: int | None = None
    why_it_matters: str = ""
    summary: str = ""
    editor_note: str = ""
    texts_by: TextOrigin = TextOrigin.SOURCE
    text_may_be_shared: bool | None = None
    text_licence: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the words of a transcript came from."""

    kind: Transcript.Kind
    source_name: str = ""
    source_note: str = ""
    video_id: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of an import; `changed` is false when everything was there already."""

    episode: Episode
    transcript: Transcript
    changed: bool


LEAD = ("position", "band", "lens", "confidence")
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


@transaction.atomic
def import_transcript(
    parsed: ParsedTranscript,
    *,
    details: EpisodeDetails,
    provenance: Provenance,
    publish: bool = False,
) -> Imported:
    """Store a transcript and, where it is new, its episode, show, shelf and guests.

    What an episode already says is kept: details only fill what is empty. Storing the same
    words again changes nothing. Raises ImportRefused when the slug belongs to another show.
    """
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
    """Store `parsed` as the current transcript of `episode`; return it and whether that is new.

    Earlier transcripts are kept. The same words stored before become the current ones again. `by`
    and `reason` are for the history; None is the machine.
    """
    Episode.objects.select_for_update().get(pk=episode.pk)
    known = episode.transcripts.without_cues().filter(checksum=parsed.checksum).first()
    if known is not None and known.is_current:
        return known, False
    episode.transcripts.current().update(is_current=False)
    if known is not None:
        known.is_current = True
        author(known, by, reason)
        known.save(update_fields=["is_current"])
        return known, True
    transcript = _transcript(episode, parsed, provenance)
    author(transcript, by, reason)
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
    """Put `episode` on the public site whatever the workflow says; return whether it was not there.

    This is the operator's override: `reason` stands in the episode's history. What the workflow
    allows is published by `scoring.curation.workflow.publish`.
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
    """Store the state of `episode`, with a line in its history that says who and why.

    To be called in a transaction: webhooks are told of what comes onto the site.
    """
    episode.status = status
    author(episode, by, reason)
    episode.save()
    if status == Episode.Status.PUBLISHED:
        lead = episode.assessments.filter(leads=True).values(*LEAD).first()
        note_event(Delivery.Event.PUBLISHED, episode, Lead(**lead) if lead else None)


def author(row: Model, by: AbstractBaseUser | None, reason: str) -> None:
    """Let the next line of the history of `row` say who and why; None is the machine."""
    # The names are those of django-simple-history, which has no types.
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]


def _episode(details: EpisodeDetails) -> tuple[Episode, bool]:
    slug = details.slug or slugify(details.title)
    if not slug:
        raise ImportRefused(f"no slug can be made of the title {details.title!r}; give one")
    if slug != slugify(slug):
        raise ImportRefused(f"{slug!r} is not a slug; {slugify(slug)!r} would be")
    show = named(Show, "title", details.show)
    episode, created = Episode.objects.get_or_create(
        slug=slug,
        defaults={"show": show, "title": details.title, "is_sample": details.is_sample},
    )
    if episode.show_id != show.pk:
        raise ImportRefused(
            f"the slug {slug!r} belongs to an episode of {episode.show}; give another with --slug"
        )
    return episode, _fill(episode, details) or created


def _fill(episode: Episode, details: EpisodeDetails) -> bool:
    """Fill what is empty in `episode`; return whether anything was."""
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
        episode.shelf = named(Shelf, "title", details.shelf)
        filled.append("shelf")
    by = [f"{name}_by" for name in filled if name in Episode.TEXTS]
    for name in by:
        setattr(episode, name, details.texts_by)
    if filled:
        episode.save(update_fields=[*filled, *by, "updated_at"])
    if details.guests and not episode.guests.exists():
        episode.guests.set([named(Guest, "name", name) for name in details.guests])
        filled.append("guests")
    if details.tags and not episode.tags.exists():
        episode.tags.set([named(Tag, "name", name) for name in details.tags])
        filled.append("tags")
    return bool(filled)
