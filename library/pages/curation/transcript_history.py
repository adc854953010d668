"""Differences between a transcript and its predecessor, and changes to its speakers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from library.models import SpeakerMark, Transcript
from library.pages.curation.differences import Difference, cue_differences, speaker_differences

MAX_SPEAKER_CHANGES = 100


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """A change to a speaker's display name or role."""

    record: int
    at: datetime
    by: str
    why: str
    difference: Difference


class TranscriptHistory:
    """Differences from the previous transcript, and changes to the speakers.

    The number of queries is constant.
    """

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.before = self._before()
        self.differences: list[Difference] = []
        self.more = 0
        if self.before is not None:
            self.differences, self.more = cue_differences(
                self.before.read_cues(), transcript.read_cues()
            )
        history: Any = Transcript.history
        records = history.filter(id=transcript.pk).select_related("history_user")
        self.stored = records.order_by("history_id").first()

    def _before(self) -> Transcript | None:
        """Return the transcript corrected by `self.transcript`, or else the previous transcript."""
        earlier = Transcript.objects.filter(episode=self.transcript.episode_id)
        if self.transcript.corrects_id:
            return earlier.filter(pk=self.transcript.corrects_id).first()
        return earlier.filter(pk__lt=self.transcript.pk).order_by("-pk").first()

    @property
    def speakers(self) -> list[SpeakerChange]:
        """The latest changes to speakers, newest first."""
        history: Any = SpeakerMark.history
        records = history.filter(transcript_id=self.transcript.pk).select_related("history_user")
        latest: dict[str, list[str]] = {}
        changes = []
        for record in records.order_by("history_id"):
            after = {record.name: [record.shown_as, record.role]}
            before = {record.name: latest.get(record.name, ["", ""])}
            latest.update(after)
            changes += [
                SpeakerChange(
                    record.history_id,
                    record.history_date,
                    str(record.history_user or "The system or a command"),
                    record.history_change_reason or "",
                    difference,
                )
                for difference in speaker_differences(before, after)
            ]
        return changes[::-1][:MAX_SPEAKER_CHANGES]
