"""Provenance, downloads and cues of a stored transcript."""

from dataclasses import dataclass

from django.urls import reverse

from library.captions import Cue
from library.captions.write import Format, formats_for
from library.models import Episode, Transcript
from library.pages.episode.provenance import provenance_of


@dataclass(frozen=True, slots=True)
class Download:
    """A transcript file in one format."""

    format: Format
    url: str

    @property
    def ending(self) -> str:
        return self.format.ending

    @property
    def media_type(self) -> str:
        return self.format.media_type


@dataclass(frozen=True, slots=True)
class NumberedCue:
    """A cue with its number in the transcript, from 1."""

    index: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """The current transcript of an episode, without its text."""

    episode: Episode
    transcript: Transcript

    @property
    def provenance(self) -> list[str]:
        return provenance_of(self.transcript)

    @property
    def cues_url(self) -> str:
        return reverse("api:cues", args=[self.episode.slug])

    @property
    def downloads(self) -> list[Download]:
        """Available downloads; none if the transcript may not be republished."""
        if not self.episode.shares_text:
            return []
        formats = formats_for(timed=self.transcript.is_timed)
        return [
            Download(item, reverse("library:download", args=[self.episode.slug, item.ending]))
            for item in formats
        ]
