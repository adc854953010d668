"""What is said of an episode is checked before it is stored: alike on both databases."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Model

from library.models import Episode, Guest, Shelf, Show, Tag, Transcript
from library.services.errors import ImportRefused
from library.youtube import video_id

if TYPE_CHECKING:
    from library.services.episodes import EpisodeDetails, Provenance


def checked(
    details: "EpisodeDetails", provenance: "Provenance"
) -> tuple["EpisodeDetails", "Provenance"]:
    """Return both with video addresses as ids; ImportRefused for a text that is too long."""
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
            of = f"{model._meta.verbose_name} {name.replace('_', ' ')}"
            raise ImportRefused(f"the {of} has {len(text):,} characters; at most {limit} are taken")
    try:
        found = video_id(details.video_id), video_id(provenance.video_id)
    except ValueError as error:
        raise ImportRefused(str(error)) from None
    return replace(details, video_id=found[0]), replace(provenance, video_id=found[1])
