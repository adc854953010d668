"""The forms of readers who have no account, and what keeps machines out of them."""

from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import constant_time_compare

from scoring.core.spectrum import Band
from scoring.models import Challenge

LEAST_SECONDS = 3
"""Nobody reads a question, thinks and answers faster."""
MOST_SECONDS = 6 * 3600
MOST_CHARACTERS = 1000
BANDS = [(band.value, band.label) for band in Band]


class ReaderForm(forms.Form):
    """A form with a field that only machines fill, and the signed time at which it was drawn."""

    website = forms.CharField(required=False, label="Leave this empty")
    drawn = forms.CharField(widget=forms.HiddenInput)

    data: Any

    def __init__(self, data: Any = None, *, about: str) -> None:
        self.about = about
        self.signer = TimestampSigner(salt="challenge")
        super().__init__(data, initial={"drawn": self.signer.sign(about)})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("website"):
            raise forms.ValidationError("A field was filled that readers do not see.")
        self._check_time(said.get("drawn", ""))
        return said

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if "://" in words or "www." in words.lower():
            raise forms.ValidationError("Leave out addresses of other sites.")
        return words

    def _check_time(self, drawn: str) -> None:
        try:
            about = self.signer.unsign(drawn, max_age=MOST_SECONDS)
        except SignatureExpired:
            self._draw_anew()
            raise forms.ValidationError("This page was open for long. Send it again.") from None
        except BadSignature:
            about = ""
        if not constant_time_compare(about, self.about):
            self._draw_anew()
            raise forms.ValidationError("This form belongs to another page. Send it again.")
        try:
            self.signer.unsign(drawn, max_age=LEAST_SECONDS)
        except SignatureExpired:
            return
        raise forms.ValidationError("That was very fast. Read it once more and send it again.")

    def _draw_anew(self) -> None:
        self.data = {**self.data.dict(), "drawn": self.signer.sign(self.about)}


class MisreadForm(ReaderForm):
    """A passage that the scorer has misread."""

    proposed = forms.ChoiceField(
        label="Where does the passage stand?", choices=BANDS, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="What does it say instead?",
        min_length=10,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class OpinionForm(ReaderForm):
    """Whether the position of an episode is right."""

    kind = forms.ChoiceField(
        label="Is the position right?",
        choices=[
            (Challenge.Kind.AGREE.value, "I agree"),
            (Challenge.Kind.DISAGREE.value, "I disagree"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="Why? (may stay empty)",
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
