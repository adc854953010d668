"""Forms for anonymous readers, with protection against bots."""

from typing import Any

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.crypto import constant_time_compare

from scoring.core.spectrum import Band
from scoring.models import Challenge

MIN_SECONDS = 3
"""Minimum time to fill in the form, in seconds; only bots are faster."""
MAX_SECONDS = 6 * 3600
MAX_CHARACTERS = 1000
BANDS = [(band.value, band.label) for band in Band]


class ReaderForm(forms.Form):
    """A form with a hidden field, which only bots fill in, and the signed time of its opening."""

    website = forms.CharField(required=False, label="Leave this empty")
    opened = forms.CharField(widget=forms.HiddenInput)

    data: Any

    def __init__(self, data: Any = None, *, about: str) -> None:
        self.about = about
        self.signer = TimestampSigner(salt="challenge")
        super().__init__(data, initial={"opened": self.signer.sign(about)})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError("A hidden field was filled in.")
        self._check_time(data.get("opened", ""))
        return data

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if "://" in words or "www." in words.lower():
            raise forms.ValidationError("Remove links to other sites.")
        return words

    def _check_time(self, opened: str) -> None:
        try:
            about = self.signer.unsign(opened, max_age=MAX_SECONDS)
        except SignatureExpired:
            self._renew()
            raise forms.ValidationError("This form has expired. Send it again.") from None
        except BadSignature:
            about = ""
        if not constant_time_compare(about, self.about):
            self._renew()
            raise forms.ValidationError("This form was opened on another page. Send it again.")
        try:
            self.signer.unsign(opened, max_age=MIN_SECONDS)
        except SignatureExpired:
            return
        raise forms.ValidationError(
            "This was sent too quickly. Wait a few seconds and send it again."
        )

    def _renew(self) -> None:
        self.data = {**self.data.dict(), "opened": self.signer.sign(self.about)}


class MisreadForm(ReaderForm):
    """A form for challenging the score of a passage."""

    proposed = forms.ChoiceField(
        label="Which band is right?", choices=BANDS, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Why is the score wrong?",
        min_length=10,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class OpinionForm(ReaderForm):
    """A form for commenting on the position of an episode."""

    kind = forms.ChoiceField(
        label="Is the position right?",
        choices=[
            (Challenge.Kind.AGREE.value, "I agree"),
            (Challenge.Kind.DISAGREE.value, "I disagree"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="Why? (optional)",
        required=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
