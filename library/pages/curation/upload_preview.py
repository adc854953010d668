"""What a handed-in transcript was read as, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from library.captions import Cue, ParsedTranscript
from library.captions.quality_checks import Gate, check
from library.models import Episode
from scoring.core.slicing import slice_cues

LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """Format, size, repairs, gates and segments of a transcript that is not stored."""

    parsed: ParsedTranscript
    gates: Sequence[Gate]
    segment_count: int
    is_known: bool

    @classmethod
    def of(cls, parsed: ParsedTranscript, episode: Episode) -> "UploadPreview":
        return cls(
            parsed,
            check(parsed.cues, stated_duration=episode.stated_duration),
            len(slice_cues(parsed.cues)),
            episode.transcripts.filter(checksum=parsed.checksum).exists(),
        )

    @property
    def first(self) -> Sequence[Cue]:
        return self.parsed.cues[:LINES_SHOWN]

    @property
    def last(self) -> Sequence[Cue]:
        return self.parsed.cues[-LINES_SHOWN:]
