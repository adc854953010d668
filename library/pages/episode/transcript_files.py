"""A transcript as it is stored: its provenance, its files, its cues."""

from dataclasses import dataclass

from django.urls import reverse

from library.captions import Cue
from library.captions.write import Format, formats_for
from library.models import Episode, Transcript
from library.pages.episode.provenance import provenance_of


@dataclass(frozen=True, slots=True)
class Download:
    """The transcript as a file of one format."""

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
    """A cue and its place in the transcript, from 1."""

    index: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """The current transcript of an episode, without its words."""

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
        """The files to be had; none where the words may not be given on."""
        if not self.episode.shares_text:
            return []
        formats = formats_for(timed=self.transcript.is_timed)
        return [
            Download(each, reverse("library:download", args=[self.episode.slug, each.ending]))
            for each in formats
        ]
