"""Admin forms for transcripts; they only validate input."""

from typing import Any

from django import forms
from django.contrib.admin.sites import AdminSite

from library.admin.choosing import ChooseOne
from library.captions import ParsedTranscript, TranscriptError, read_transcript
from library.captions.read import text_of
from library.models import Episode, SpeakerMark, Transcript


class UploadForm(forms.Form):
    """Form to upload a file or paste text; `parsed` is the transcript if the input is valid."""

    kind = forms.ChoiceField(choices=Transcript.Kind.choices, initial=Transcript.Kind.PUBLISHER)
    file = forms.FileField(
        required=False, help_text="WebVTT, SubRip, SBV, JSON, TTML, HTML, Word, Markdown or text."
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label="Or paste the text",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    source_name = forms.CharField(required=False, widget=forms.HiddenInput)
    checksum = forms.CharField(required=False, widget=forms.HiddenInput)

    parsed: ParsedTranscript | None = None
    words = ""

    def __init__(self, *args: Any, site: AdminSite, **options: Any) -> None:
        super().__init__(*args, **options)
        widget = ChooseOne(Transcript._meta.get_field("episode"), site)
        self.fields["episode"] = forms.ModelChoiceField(Episode.objects.all(), widget=widget)
        self.order_fields(["episode"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if not file and not data.get("text", "").strip():
            raise forms.ValidationError("Choose a file or paste the text.")
        name = file.name if file else data.get("source_name", "")
        raw = file.read() if file else data["text"].encode()
        try:
            self.words = text_of(raw)
            self.parsed = read_transcript(raw, name)
        except TranscriptError as error:
            raise forms.ValidationError(str(error)) from None
        data["source_name"] = name
        return data


class SpeakerForm(forms.Form):
    name = forms.CharField(widget=forms.HiddenInput)
    shown_as = forms.CharField(required=False, max_length=200)
    role = forms.ChoiceField(required=False, choices=[("", "unknown"), *SpeakerMark.Role.choices])


SpeakerFormSet = forms.formset_factory(SpeakerForm, extra=0)
