"""Metadata of imported episodes and transcripts, with validation.

SQLite does not enforce column lengths, so this module checks them for every database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Model

from library.models import Episode, Guest, Shelf, Show, Tag, TextOrigin, Transcript
from library.services.errors import ImportRejected
from library.text.youtube import video_id


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeDetails:
    """Metadata of an episode; empty values mean unknown."""

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
    """Origin of a transcript; empty values mean unknown."""

    kind: Transcript.Kind
    source_name: str = ""
    source_note: str = ""
    video_id: str = ""


def validated(details: EpisodeDetails, provenance: Provenance) -> tuple[EpisodeDetails, Provenance]:
    """Return `details` and `provenance`, with video URLs replaced by video IDs.

    Raises ImportRejected if a text is too long or a video URL is invalid.
    """
    texts: list[tuple[type[Model], str, str]] = [
        (Episode, "title", details.title),
        (Episode, "slug", details.slug),
        (Show, "title", details.show),
        (Shelf, "title", details.shelf),
        (Episode, "audio_url", details.audio_url),
        (Episode, "text_licence", details.text_licence),
        *((Guest, "name", name) for name in details.guests),
        *((Tag, "name", name) for name in details.tags),
        (Transcript, "source_note", provenance.source_note),
        (Transcript, "source_name", provenance.source_name),
    ]
    for model, name, text in texts:
        limit = model._meta.get_field(name).max_length  # type: ignore[union-attr]
        if limit is not None and len(text) > limit:
            label = f"{model._meta.verbose_name} {name.replace('_', ' ')}"
            raise ImportRejected(
                f"the {label} has {len(text):,} characters; the maximum is {limit}"
            )
    try:
        video_ids = video_id(details.video_id), video_id(provenance.video_id)
    except ValueError as error:
        raise ImportRejected(str(error)) from None
    return replace(details, video_id=video_ids[0]), replace(provenance, video_id=video_ids[1])
