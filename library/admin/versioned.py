"""Admin forms that detect concurrent changes and help users merge them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import model_to_dict

from library.admin.history import HistoryAdmin
from library.services.versions import Saved, saved_since, version_of
from library.text.word_diff import ADDED, REMOVED, Part, plain_lines, side, word_diff

MINE, THEIRS = "mine", "theirs"
MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that another user changed meanwhile: both values and, if made, the user's choice."""

    name: str
    label: str
    theirs: list[Part]
    mine: list[Part]
    choice: str


class VersionedForm(forms.ModelForm[Any]):
    """A form that remembers which version of the row it was opened with.

    If the row has changed since then, the form is invalid until the user has chosen one of the two
    values for each conflicting field. A submission without a version is not checked.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflicts: list[Conflict] = []
        self.saved: Saved | None = None
        self.version = version_of(self.instance) if self.instance.pk else 0
        self.opened_at = _number(self.data.get("opened_at", "")) or self.version

    def full_clean(self) -> None:
        if self.is_bound and self.instance.pk and self.opened_at != self.version:
            self._merge()
        super().full_clean()
        if any(not conflict.choice for conflict in self.conflicts):
            text = "Someone else saved this record while you were editing it. Nothing was saved. "
            self.add_error(None, text + "Choose a value for each conflicting field.")

    def _merge(self) -> None:
        rows = self._meta.model._base_manager.select_for_update()
        stored = rows.filter(pk=self.instance.pk).first()
        if stored is None:
            return
        self.version = version_of(stored)
        stored_names = {field.name for field in stored._meta.get_fields()}
        names = [name for name in self.fields if name in stored_names]
        self.saved = saved_since(stored, self.opened_at, names)
        theirs = model_to_dict(stored, list(self.saved.before)) if self.saved else {}
        was_shown = _number(self.data.get("compared_with", "")) == self.version
        for name in self.fields:
            if name not in theirs or not self._differs(name, theirs[name]):
                continue
            value = theirs[name]
            choice = self.data.get(f"keep-{name}", "") if was_shown else ""
            self.conflicts.append(self._conflict(name, value, choice))
            if choice == THEIRS:
                self._take(name, value)

    def _differs(self, name: str, value: Any) -> bool:
        field, data = self.fields[name], self[name].data
        if isinstance(value, str) and isinstance(data, str):
            return plain_lines(value).strip() != plain_lines(data).strip()
        return field.has_changed(value, data)

    def _conflict(self, name: str, value: Any, choice: str) -> Conflict:
        field = self.fields[name]
        parts = word_diff(_shown(field, value), _shown(field, self[name].data))
        label = str(field.label or name)
        valid = choice if choice in (MINE, THEIRS) else ""
        return Conflict(name, label, side(parts, ADDED), side(parts, REMOVED), valid)

    def _take(self, name: str, value: Any) -> None:
        """Replace the submitted value with the stored one, in the format of a form submission."""
        field = self.fields[name]
        widget: Any = getattr(field.widget, "widget", field.widget)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        key = self.add_prefix(name)
        sent = widget.format_value(field.prepare_value(value))
        if isinstance(widget, forms.CheckboxInput):
            sent = ["on"] if value else []
        data.setlist(key, sent if isinstance(sent, list) else ["" if sent is None else sent])
        self.data = data


def _shown(field: forms.Field, value: Any) -> str:
    """Return a form value or database value as text."""
    if isinstance(field, forms.ModelChoiceField):
        several = isinstance(value, list | tuple)
        keys = [str(getattr(key, "pk", key)) for key in (value if several else [value])]
        valid_keys = [key for key in keys if key.isdecimal() and len(key) <= MAX_DIGITS]
        rows: Any = field.queryset
        return ", ".join(str(row) for row in rows.filter(pk__in=valid_keys)) or "none"
    choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    text = "" if value is None else str(value)
    return choices.get(text, text)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else 0


class VersionedAdmin(HistoryAdmin):
    """Base class for admins that detect concurrent changes."""

    form = VersionedForm
