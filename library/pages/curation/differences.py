"""Word-by-word differences between two versions of a text, for display."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model

from library.captions import Cue
from library.models import Episode, PendingChange, SpeakerMark, Transcript
from library.text.word_diff import Part, word_diff

CUES_SHOWN = 300
ROLES = {"": "Unknown", **dict(SpeakerMark.Role.choices)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A change to a field, cue or speaker; each of `parts` is unchanged, removed or added text."""

    label: str
    parts: list[Part]
    name: str = ""
    start: float | None = None


def field_differences(
    model: type[Model], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """Return a difference for each changed field, in the order of the model's fields."""
    order = [field.name for field in (*model._meta.fields, *model._meta.many_to_many)]
    names = sorted((name for name in after if name in order), key=order.index)
    return [
        Difference(
            str(model._meta.get_field(name).verbose_name).capitalize(),  # type: ignore[union-attr]
            word_diff(shown(model, name, before.get(name)), shown(model, name, after[name])),
            name,
        )
        for name in names
        if after[name] != before.get(name)
    ]


def shown(model: type[Model], name: str, value: Any) -> str:
    """Return a stored value as text: relations as names, and choices as labels."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        rows: Any = field.related_model
        return ", ".join(sorted(str(row) for row in rows._default_manager.filter(pk__in=value)))
    if isinstance(field, ForeignKey) and value is not None:
        rows = field.related_model
        return str(rows._default_manager.filter(pk=value).first() or "deleted")
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(field.flatchoices).get(value, value))


def cue_differences(old: Sequence[Cue], new: Sequence[Cue]) -> tuple[list[Difference], int]:
    """Return up to CUES_SHOWN differences between the cues, and how many more there are."""
    before, after = [_line(cue) for cue in old], [_line(cue) for cue in new]
    pairs: list[tuple[int, str, str, float | None]] = []
    codes = (
        [("replace", i, i + 1, i, i + 1) for i in range(len(old)) if before[i] != after[i]]
        if len(old) == len(new)
        else SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    )
    for tag, start, end, new_start, new_end in codes:
        if tag == "equal":
            continue
        cue = new[new_start] if new_start < len(new) else new[-1]
        texts = "\n".join(before[start:end]), "\n".join(after[new_start:new_end])
        pairs.append((new_start + 1, *texts, cue.start))
    differences = [
        Difference(f"Cue {number}", word_diff(old_text, new_text), start=start)
        for number, old_text, new_text, start in pairs[:CUES_SHOWN]
    ]
    return differences, max(0, len(pairs) - CUES_SHOWN)


def speaker_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return a difference for each speaker whose display name or role has changed."""
    return [
        Difference(name, word_diff(_speaker(name, before.get(name)), _speaker(name, value)))
        for name, value in after.items()
        if value != before.get(name, ["", ""])
    ]


class ProposedChange:
    """A pending change and its differences, as shown to the reviewer."""

    def __init__(self, change: PendingChange) -> None:
        self.change = change
        self.more = 0
        self.differences: list[Difference] = []
        if change.kind == PendingChange.Kind.FIELDS:
            self.differences = field_differences(Episode, change.before, change.after)
        elif change.kind == PendingChange.Kind.SPEAKERS:
            self.differences = speaker_differences(change.before, change.after)
        elif change.transcript is not None:
            old = Transcript.objects.filter(
                episode=change.episode_id, checksum=change.before.get("checksum", "")
            ).first()
            self.differences, self.more = cue_differences(
                old.read_cues() if old else [], change.transcript.read_cues()
            )
            before, after = _marks(old) if old else {}, _marks(change.transcript)
            self.differences += speaker_differences(before, after)

    @property
    def texts(self) -> list[tuple[str, str, str]]:
        """Name, label and proposed value of each text that the reviewer can correct."""
        names = {"claim", *Episode.TEXTS}
        return [
            (each.name, each.label, self.change.after[each.name])
            for each in self.differences
            if each.name in names
        ]


def _marks(transcript: Transcript) -> dict[str, list[str]]:
    marks = {mark.name: [mark.shown_as, mark.role] for mark in transcript.speaker_marks.all()}
    return {name: marks.get(name, ["", ""]) for name in transcript.speakers}


def _line(cue: Cue) -> str:
    return f"{cue.speaker}: {cue.text}" if cue.speaker else cue.text


def _speaker(name: str, value: Any) -> str:
    shown_as, role = value or ("", "")
    return f"{shown_as or name}, role {ROLES.get(role, role).lower()}"
