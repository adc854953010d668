"""Corrections of a transcript and its speakers, and their history."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scoring.curation.transcript_edits import Speaker, mark_speakers
from tests.library.admin.uploading import VTT, upload
from tests.make import (
    correct_cue,
    make_account,
    make_draft,
    make_ready,
)

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_speakers_are_labelled_and_a_cue_is_corrected(client: Client, editor: User) -> None:
    draft = make_draft()
    upload(client, draft, file=SimpleUploadedFile("talk.vtt", VTT))
    html = upload(client, draft, file=SimpleUploadedFile("talk.vtt", VTT))
    checksum = html.split('name="checksum" value="')[1].split('"')[0]
    upload(client, draft, text=VTT.decode(), source_name="talk.vtt", checksum=checksum, store="1")
    stored = draft.transcripts.get()
    address = f"/admin/library/transcript/{stored.pk}"

    client.post(f"{address}/speakers/", {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-name": "Ann",
        "form-0-shown_as": "Ann Host", "form-0-role": "host",
    })  # fmt: skip
    assert stored.speaker_marks.get().shown_as == "Ann Host"
    client.post(f"{address}/cues/", {"text-7": "Word seven, corrected.", "speaker-7": "Ann"})

    new = draft.transcripts.get(is_current=True)
    assert new.corrects == stored
    assert "corrected" in new.segments.get().text
    assert new.assessments.get().leads


def test_corrected_cues_are_compared_by_words_with_their_author(
    client: Client, editor: User
) -> None:
    first = make_ready().transcripts.get()
    words = first.read_cues()[2].text
    new = correct_cue(first, 3, text=f"{words} Indeed.", speaker="", by=editor)

    html = client.get(f"/admin/library/transcript/{new.pk}/differences/").content.decode()

    assert "Stored by edna" in html
    assert "Cues edited: 1 corrected" in html
    assert "Cue 3" in html
    assert "<ins> Indeed.</ins>" in html
    assert (
        "first transcript of the episode"
        in client.get(f"/admin/library/transcript/{first.pk}/differences/").text
    )
    client.force_login(make_account("stranger"))
    assert client.get(f"/admin/library/transcript/{new.pk}/differences/").status_code == 403


def test_an_earlier_name_and_role_of_a_speaker_can_be_restored(
    client: Client, editor: User
) -> None:
    episode = make_draft()
    html = upload(client, episode, file=SimpleUploadedFile("talk.vtt", VTT))
    checksum = html.split('name="checksum" value="')[1].split('"')[0]
    upload(client, episode, text=VTT.decode(), source_name="talk.vtt", checksum=checksum, store="1")
    talk = episode.transcripts.get()
    mark_speakers(talk, [Speaker("Ann", "Ann Host", "host")], by=editor)
    earlier = talk.speaker_marks.get().history.latest().pk
    mark_speakers(talk, [Speaker("Ann", "Bob", "guest")], by=editor)
    address = f"/admin/library/transcript/{talk.pk}/differences/"

    html = client.get(address).content.decode()
    assert "<del>Ann Host,</del><ins>Bob,</ins> role <del>host</del><ins>guest</ins>" in html
    client.post(address, {"record": earlier})

    mark = talk.speaker_marks.get()
    assert (mark.shown_as, mark.role) == ("Ann Host", "host")
    assert client.post(address, {"record": "x"}).status_code == 404
