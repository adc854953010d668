"""The forms in which an editor hands in an assessment: by hand, or as a file.

What is typed is put into the shape of the file and goes through the same checks, so that form,
file and API cannot disagree; each fault is shown beside the field it is about.
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
    """A choice of any episode, found by typing."""

    def __init__(self, site: AdminSite) -> None:
        widget = ChooseOne(Assessment._meta.get_field("episode"), site)
        super().__init__(Episode.objects.all(), widget=widget)


class HandInForm(forms.Form):
    """The judgement of a whole episode, typed."""

    assessor = forms.CharField(max_length=200, help_text="The name it is published under.")
    listened_on = forms.CharField(widget=AdminDateWidget, help_text="As in 2026-03-31.")
    position = forms.FloatField(
        help_text="-100 risk-forward, 0 the middle, 100 opportunity-forward. The band follows."
    )
    lens = forms.ChoiceField(choices=choices(Lens))
    confidence = forms.ChoiceField(choices=choices(Confidence), initial=Confidence.MEDIUM.value)
    evidence_mode = forms.ChoiceField(
        choices=choices(EvidenceMode), initial=EvidenceMode.INTERVIEW.value
    )
    bullets = forms.CharField(
        label="Reasons",
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="One a line, each a sentence.",
    )

    def __init__(self, *args: Any, site: AdminSite, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["episode"] = EpisodeField(site)
        self.order_fields(["episode"])


class OverrideForm(forms.Form):
    """One passage placed elsewhere; a row left empty is left out."""

    segment = forms.IntegerField(required=False)
    time = forms.CharField(required=False)
    score = forms.FloatField(required=False)
    lens = forms.ChoiceField(choices=[("", "as above"), *choices(Lens)], required=False)
    reason = forms.CharField(required=False)


OverrideFormSet = forms.formset_factory(OverrideForm, extra=OVERRIDE_ROWS, max_num=2000)


class FileForm(forms.Form):
    """The same as a file; its name has to begin with the slug of its episode."""

    file = forms.FileField(help_text="<slug>.json, as the schema describes it.")


def read_forms(form: HandInForm, rows: "forms.BaseFormSet[OverrideForm]") -> AssessmentFile | None:
    """Return what two valid forms say, or None with each fault put beside its field."""
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
    """Put every fault of `error` beside the field of its key."""
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
    said = form.cleaned_data
    bullets = [line.strip() for line in said["bullets"].splitlines() if line.strip()]
    return {
        "position": said["position"],
        "lens": said["lens"],
        "confidence": said["confidence"],
        "evidence_mode": said["evidence_mode"],
        "bullets": bullets,
        "assessor": said["assessor"],
        "listened_on": said["listened_on"],
        "overrides": [_override(row.cleaned_data) for row in filled],
    }


def _override(said: dict[str, Any]) -> dict[str, Any]:
    time = said["time"]
    known = {
        "index": said["segment"],
        "time": float(time) if time.isdecimal() else time,
        "score": said["score"],
        "lens": said["lens"],
        "reason": said["reason"],
    }
    return {key: value for key, value in known.items() if value not in (None, "")}
