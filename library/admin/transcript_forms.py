"""Admin forms for transcripts. They validate input; services do the work."""

from typing import Any

from django import forms

from library.captions import ParsedTranscript, TranscriptError, read_transcript
from library.captions.read import text_of
from library.models import Episode, SpeakerMark, Transcript


class UploadForm(forms.Form):
    """A transcript as a file or pasted text; `parsed` is the result of parsing."""

    episode = forms.ModelChoiceField(Episode.objects.order_by("title"))
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


class CueForm(forms.Form):
    """The text and speaker of a cue, with the checksum of the transcript that it belongs to."""

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    speaker = forms.CharField(required=False, max_length=200)
