"""Preview of an uploaded transcript before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from library.captions import Cue, ParsedTranscript
from library.captions.gate import Gate
from library.captions.quality_checks import check_parsed
from library.captions.summary import SpeakerTurns, speaker_turns
from library.models import Episode
from scoring.core.slicing import slice_cues

LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """Format, size, repairs, quality checks and segments of an unsaved transcript."""

    parsed: ParsedTranscript
    gates: Sequence[Gate]
    segment_count: int
    is_duplicate: bool

    @classmethod
    def of(cls, parsed: ParsedTranscript, episode: Episode) -> "UploadPreview":
        return cls(
            parsed,
            check_parsed(parsed, stated_duration=episode.stated_duration),
            len(slice_cues(parsed.cues)),
            episode.transcripts.filter(checksum=parsed.checksum).exists(),
        )

    @property
    def speakers(self) -> Sequence[SpeakerTurns]:
        return speaker_turns(self.parsed)

    @property
    def timed_count(self) -> int:
        return sum(1 for cue in self.parsed.cues if cue.start is not None)

    @property
    def first(self) -> Sequence[Cue]:
        return self.parsed.cues[:LINES_SHOWN]

    @property
    def last(self) -> Sequence[Cue]:
        return self.parsed.cues[-LINES_SHOWN:]
