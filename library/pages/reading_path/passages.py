"""The passages of a step of the reading path."""

from dataclasses import dataclass

from library.models import Episode, Segment
from scoring.core.answering.trimming import trim
from scoring.core.subjects.tagger import Tagger
from scoring.models import Subject


@dataclass(frozen=True, slots=True)
class PathPassage:
    """A passage of a step, trimmed to the sentences about the shared subjects."""

    segment: Segment
    episode: Episode
    text: str

    @property
    def url(self) -> str:
        return f"{self.episode.transcript_url}#s{self.segment.index}"


def passage_about(segment: Segment, episode: Episode, subjects: list[Subject]) -> PathPassage:
    """Return the passage, trimmed to its sentences about `subjects`."""
    tagged = Tagger([subject.as_row() for subject in subjects]).tag(segment.text)
    start, end = trim(segment.text, tagged, [subject.slug for subject in subjects])
    return PathPassage(segment, episode, segment.text[start:end])
