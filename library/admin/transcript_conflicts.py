"""Detect and resolve conflicts if two people edit the same speakers at the same time."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from library.models import SpeakerMark
from scoring.curation.transcript_edits import Speaker

ROLES = {"": "unknown", **dict(SpeakerMark.Role.choices)}


@dataclass(frozen=True, slots=True)
class SpeakerConflict:
    """A speaker whose stored name or role differs from the submitted one."""

    index: int
    name: str
    theirs: str
    mine: str


def speaker_conflicts(rows: Any) -> list[SpeakerConflict]:
    """Return the speakers whose submitted name or role differs from the stored one."""
    conflicts = []
    for index, row in enumerate(rows):
        stored, sent = row.initial, row.cleaned_data
        theirs, mine = _speaker(stored), _speaker(sent)
        if theirs != mine:
            conflicts.append(SpeakerConflict(index, sent["name"], theirs, mine))
    return conflicts


def chosen_speakers(rows: Any, data: QueryDict) -> list[Speaker]:
    """Return the submitted speakers, or the stored ones where the editor chose to keep them."""
    return [
        Speaker(**(row.initial if data.get(f"keep-{index}") == "theirs" else row.cleaned_data))
        for index, row in enumerate(rows)
    ]


def _speaker(row: dict[str, Any]) -> str:
    name = str(row["shown_as"]).strip() or row["name"]
    return f"{name}, role {ROLES.get(row['role'], row['role']).lower()}"
