"""Speakers of a transcript with their shares of its words, and its advertising segments."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from library.captions import Cue
from library.captions.summary import shortened
from library.models import Segment, SpeakerMark, Transcript
from scoring.services.aggregation import adverts_of

SAMPLE_WORDS = 40


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker in a transcript.

    `sample` is the start of the speaker's longest turn; `share` is a percentage of all words.
    """

    name: str
    shown_as: str
    role: str
    turns: int
    words: int
    share: float
    start: float | None
    sample: str


@dataclass(frozen=True)
class SpeakersPage:
    transcript: Transcript

    @cached_property
    def speakers(self) -> list[Speaker]:
        """The speakers, in order of first appearance."""
        turns: dict[str, list[list[Cue]]] = {name: [] for name in self.transcript.speakers}
        for name, cues in groupby(self._cues, key=lambda cue: cue.speaker):
            if name:
                turns[name].append(list(cues))
        return [self._speaker(name, turns[name]) for name in turns]

    @cached_property
    def unnamed_words(self) -> int:
        """Number of words in cues without a speaker."""
        return sum(len(cue.text.split()) for cue in self._cues if not cue.speaker)

    @cached_property
    def left_out(self) -> list[Segment]:
        """Advertising segments, which are left out of all scores."""
        segments = list(self.transcript.segments.order_by("index"))
        numbers = set(adverts_of(self.transcript, segments)) if segments else set()
        return [segment for segment in segments if segment.index in numbers]

    @cached_property
    def _cues(self) -> list[Cue]:
        return self.transcript.read_cues()

    @cached_property
    def _marks(self) -> Mapping[str, SpeakerMark]:
        return {mark.name: mark for mark in self.transcript.speaker_marks.all()}

    def _speaker(self, name: str, turns: list[list[Cue]]) -> Speaker:
        counts = [sum(len(cue.text.split()) for cue in turn) for turn in turns]
        longest = turns[counts.index(max(counts))]
        mark = self._marks.get(name)
        return Speaker(
            name,
            mark.shown_as if mark else "",
            mark.role if mark else "",
            len(turns),
            sum(counts),
            100 * sum(counts) / max(1, self.transcript.word_count),
            longest[0].start,
            shortened(" ".join(cue.text for cue in longest), SAMPLE_WORDS),
        )
