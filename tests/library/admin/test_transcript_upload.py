"""Uploading a transcript: preview, storage and scoring."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library.models import Transcript
from tests.library.admin.uploading import VTT, upload
from tests.library.captions.files import word_file
from tests.make import (
    make_draft,
    make_ready,
)

pytestmark = pytest.mark.django_db


def test_a_transcript_is_previewed_before_it_is_stored(client: Client, editor: User) -> None:
    draft = make_draft()

    html = upload(client, draft, file=SimpleUploadedFile("talk.vtt", VTT))

    assert not Transcript.objects.exists()
    for part in ("webvtt", "29 cues", "29 with timestamps", "1 segment", "<b>Ann</b>: 1 turn",
                 "Nothing. Every word is in the transcript", "Repairs: none", "failed",
                 "Word 1 of", "Word 29 of"):  # fmt: skip
        assert part in html, part


def test_a_word_file_is_previewed_and_stored_as_text(client: Client, editor: User) -> None:
    draft = make_draft()
    data = word_file("Ann: We begin.\nBen: We do.\nAnn: It may help.\nBen: It may hurt.")

    html = upload(client, draft, file=SimpleUploadedFile("talk.docx", data))
    words = html.split('name="text" hidden>')[1].split("</textarea>")[0].strip()
    checksum = html.split('name="checksum" value="')[1].split('"')[0]
    upload(client, draft, text=words, source_name="talk.docx", checksum=checksum, store="1")

    assert "<b>docx</b>: 4 cues" in html
    assert draft.transcripts.get().speakers == ["Ann", "Ben"]


@pytest.mark.django_db(transaction=True)
def test_a_previewed_transcript_is_stored_and_scored_beside_the_old_one(
    client: Client, editor: User
) -> None:
    ready = make_ready()
    html = upload(client, ready, file=SimpleUploadedFile("talk.vtt", VTT))
    checksum = html.split('name="checksum" value="')[1].split('"')[0]

    upload(client, ready, text=VTT.decode(), source_name="talk.vtt", checksum=checksum, store="1")

    stored = ready.transcripts.get(is_current=True)
    assert (stored.source_name, stored.cue_count, stored.checksum) == ("talk.vtt", 29, checksum)
    assert ready.transcripts.count() == 2
    assert stored.assessments.get().leads


def test_a_transcript_that_differs_from_the_preview_is_previewed_again(
    client: Client, editor: User
) -> None:
    draft = make_draft()

    html = upload(client, draft, text=VTT.decode(), checksum="0" * 64, store="1")

    assert "Preview (not saved yet)" in html
    assert not Transcript.objects.exists()


@pytest.mark.parametrize(
    ("sent", "reason"),
    [({}, "Choose a file or paste"), ({"text": "WEBVTT\n\nnothing"}, "pasted text:")],
)
def test_an_unreadable_transcript_is_rejected_with_one_reason(
    client: Client, editor: User, sent: dict[str, str], reason: str
) -> None:
    assert reason in upload(client, make_draft(), **sent)
    assert not Transcript.objects.exists()
