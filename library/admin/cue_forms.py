"""Read cue edits from a form: as JSON or, without JavaScript, from the individual fields."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import QueryDict

from library.captions import Cue
from library.captions.editing import Edit, EditError, Piece, tidied

UNREADABLE = "The list of changes could not be read."
MAX_DIGITS = 7


def edits_of(data: QueryDict, cues: Sequence[Cue]) -> list[Edit]:
    """Return the edits in `data`; raise EditError if its JSON is not a list of edits."""
    changes = data.get("changes")
    if changes:
        return _from_json(str(changes))
    numbers = [name.removeprefix("text-") for name in data if name.startswith("text-")]
    edits = [
        _from_fields(data, int(number), cues[int(number) - 1])
        for number in numbers
        if number.isdecimal() and len(number) <= MAX_DIGITS and 1 <= int(number) <= len(cues)
    ]
    return [edit for edit in edits if edit is not None]


def as_json(edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Return `edits` in the JSON format that `edits_of` accepts."""
    return [asdict(edit) for edit in edits]


def _from_fields(data: QueryDict, number: int, cue: Cue) -> Edit | None:
    """Return the edit of one cue, or None if its fields were not changed."""
    if f"delete-{number}" in data:
        return Edit(number, number, ())
    text = data.get(f"text-{number}", "")
    speaker = data.get(f"speaker-{number}", cue.speaker)
    if text.split() == cue.text.split() and speaker.split() == cue.speaker.split():
        return None
    return tidied(Edit(number, number, (Piece(text, speaker),)))


def _from_json(text: str) -> list[Edit]:
    try:
        rows = json.loads(text)
        return [tidied(_edit(row)) for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise EditError([UNREADABLE]) from None


def _edit(row: dict[str, Any]) -> Edit:
    first, last = row["first"], row["last"]
    pieces = tuple(Piece(piece["text"], piece["speaker"]) for piece in row["pieces"])
    strings = [value for piece in pieces for value in (piece.text, piece.speaker)]
    if type(first) is not int or type(last) is not int:
        raise TypeError
    if not all(isinstance(value, str) for value in strings):
        raise TypeError
    return Edit(first, last, pieces)
