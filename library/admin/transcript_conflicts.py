"""Both values side by side, where two people edited a cue or the speakers at once."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from library.admin.transcript_forms import CueForm
from library.models import SpeakerMark, Transcript
from library.text.word_diff import ADDED, REMOVED, side, word_diff
from scoring.curation.cue_corrections import same_cue
from scoring.curation.transcript_edits import Said

ROLES = {"": "unknown", **dict(SpeakerMark.Role.choices)}


@dataclass(frozen=True, slots=True)
class SpeakerConflict:
    """A speaker whose stored name or role differs from the form's."""

    place: int
    name: str
    theirs: str
    mine: str


def cue_conflict(transcript: Transcript, number: int, form: CueForm) -> dict[str, Any]:
    """Return the current transcript and both texts of the cue, and a form to save it there."""
    current = transcript.episode.transcripts.current().first()
    if current is None:
        return {}
    cues = current.read_cues()
    place = same_cue(transcript.read_cues(), number, cues)
    if place is None:
        return {"current": current}
    mine, theirs = form.cleaned_data, cues[place - 1]
    parts = word_diff(
        _line(theirs.speaker, theirs.text), _line(mine["speaker"], " ".join(mine["text"].split()))
    )
    merged = CueForm(initial={**mine, "opened_at": current.checksum})
    return {
        "current": current,
        "current_number": place,
        "theirs": side(parts, ADDED),
        "mine": side(parts, REMOVED),
        "form": merged,
    }


def speaker_conflicts(rows: Any) -> list[SpeakerConflict]:
    """Return the speakers whose submitted name or role differs from the stored one."""
    found = []
    for place, row in enumerate(rows):
        stored, sent = row.initial, row.cleaned_data
        theirs, mine = _speaker(stored), _speaker(sent)
        if theirs != mine:
            found.append(SpeakerConflict(place, sent["name"], theirs, mine))
    return found


def chosen_speakers(rows: Any, data: QueryDict) -> list[Said]:
    """Return the submitted speakers; the stored ones where the editor keeps theirs."""
    return [
        Said(**(row.initial if data.get(f"keep-{place}") == "theirs" else row.cleaned_data))
        for place, row in enumerate(rows)
    ]


def _speaker(row: dict[str, Any]) -> str:
    name = str(row["shown_as"]).strip() or row["name"]
    return f"{name}, role {ROLES.get(row['role'], row['role']).lower()}"


def _line(speaker: str, text: str) -> str:
    return f"{speaker.strip()}: {text}" if speaker.strip() else text
