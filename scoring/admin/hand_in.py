"""Forms for submitting an assessment, by hand or as a file.

Form data is converted to an assessment file before it is validated, so that the form, uploaded
files and the API follow the same rules. Each error is shown beside its field.
"""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from library.admin.choosing import ChooseOne
from library.models import Episode
from scoring.core.assessment_file import AssessmentFile, AssessmentFileError, read_assessment
from scoring.core.spectrum import Confidence, EvidenceMode, Lens
from scoring.models import Assessment
from scoring.models.choices import choices

FORM_NAME = "form"
OVERRIDE_ROWS = 8


class EpisodeField(forms.ModelChoiceField[Episode]):
    """Autocomplete field for choosing an episode."""

    def __init__(self, site: AdminSite) -> None:
        widget = ChooseOne(Assessment._meta.get_field("episode"), site)
        super().__init__(Episode.objects.all(), widget=widget)


class HandInForm(forms.Form):
    """Form for the assessment of a whole episode."""

    assessor = forms.CharField(
        max_length=200, help_text="The name shown to readers, not your login."
    )
    listened_on = forms.DateField(widget=AdminDateWidget, help_text="For example, 2026-03-31.")
    position = forms.FloatField(
        help_text="From -100 (risk-forward) to 100 (opportunity-forward). The band depends on it."
    )
    lens = forms.ChoiceField(choices=choices(Lens))
    confidence = forms.ChoiceField(choices=choices(Confidence), initial=Confidence.MEDIUM.value)
    evidence_mode = forms.ChoiceField(
        choices=choices(EvidenceMode), initial=EvidenceMode.INTERVIEW.value
    )
    bullets = forms.CharField(
        label="Reasons",
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="One sentence per line.",
    )

    def __init__(self, *args: Any, site: AdminSite, login: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.login = login
        self.fields["episode"] = EpisodeField(site)
        self.order_fields(["episode"])

    def clean_assessor(self) -> str:
        name: str = self.cleaned_data["assessor"]
        if name.casefold() == self.login.casefold():
            raise forms.ValidationError("Enter your public name, not your login.")
        return name


class OverrideForm(forms.Form):
    """A form row that overrides the score of one passage. Empty rows are ignored."""

    segment = forms.IntegerField(required=False)
    time = forms.CharField(required=False)
    score = forms.FloatField(required=False)
    lens = forms.ChoiceField(choices=[("", "same as the episode"), *choices(Lens)], required=False)
    reason = forms.CharField(required=False)


OverrideFormSet = forms.formset_factory(OverrideForm, extra=OVERRIDE_ROWS, max_num=2000)


class FileForm(forms.Form):
    """Form for uploading an assessment file, which must be named after the episode's slug."""

    file = forms.FileField(help_text="Named <slug>.json, in the format of the JSON Schema.")


def read_forms(form: HandInForm, rows: "forms.BaseFormSet[OverrideForm]") -> AssessmentFile | None:
    """Return the assessment entered in `form` and `rows`, which must be valid forms.

    If the assessment breaks a rule for assessment files, add the errors to the fields and return
    None.
    """
    filled = filled_rows(rows)
    try:
        return read_assessment(
            json.dumps(_document(form, filled)).encode(), FORM_NAME, today=timezone.localdate()
        )
    except AssessmentFileError as error:
        show_faults(error, form, filled)
        return None


def show_faults(
    error: AssessmentFileError, form: HandInForm, filled: Sequence[OverrideForm]
) -> None:
    """Add each fault in `error` to the form field that its key refers to."""
    for fault in error.faults:
        parts = fault.key.split("/")[1:]
        if parts[:1] == ["overrides"] and len(parts) > 1:
            row = filled[int(parts[1])]
            name = {"index": "segment"}.get(parts[2], parts[2]) if len(parts) > 2 else None
            row.add_error(name, fault.reason)
        else:
            form.add_error(parts[0] if parts and parts[0] in form.fields else None, fault.reason)


def filled_rows(rows: "forms.BaseFormSet[OverrideForm]") -> list[OverrideForm]:
    return [row for row in rows.forms if _is_filled(row)]


def _is_filled(row: OverrideForm) -> bool:
    return any(value not in (None, "") for value in row.cleaned_data.values())


def _document(form: HandInForm, filled: Sequence[OverrideForm]) -> dict[str, Any]:
    data = form.cleaned_data
    bullets = [line.strip() for line in data["bullets"].splitlines() if line.strip()]
    return {
        "position": data["position"],
        "lens": data["lens"],
        "confidence": data["confidence"],
        "evidence_mode": data["evidence_mode"],
        "bullets": bullets,
        "assessor": data["assessor"],
        "listened_on": data["listened_on"].isoformat(),
        "overrides": [_override(row.cleaned_data) for row in filled],
    }


def _override(data: dict[str, Any]) -> dict[str, Any]:
    time = data["time"]
    override = {
        "index": data["segment"],
        "time": float(time) if time.isdecimal() else time,
        "score": data["score"],
        "lens": data["lens"],
        "reason": data["reason"],
    }
    return {key: value for key, value in override.items() if value not in (None, "")}
