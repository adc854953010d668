"""The transcript editor of the admin, without JavaScript and with the JSON of its script."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.captions import Cue
from library.captions.editing import Edit, Piece
from library.models import Job, Transcript
from scoring.curation.cue_edits import edit_cues
from tests.budget import queries
from tests.make import PLAIN, make_account, make_assessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    account = make_account("edna", "Editor")
    client.force_login(account)
    return account


@pytest.fixture
def talk() -> Transcript:
    sentences = [f"{PLAIN} Number {number}." for number in range(1, 251)]
    return make_assessed("A talk", sentences=sentences, publish=False).episode.transcripts.get()


def address(transcript: Transcript) -> str:
    return f"/admin/library/transcript/{transcript.pk}/cues/"


def current(transcript: Transcript) -> Transcript:
    return Transcript.objects.get(episode=transcript.episode_id, is_current=True)


def changes(*edits: tuple[int, int, list[tuple[str, str]]]) -> dict[str, str]:
    rows = [
        {
            "first": first,
            "last": last,
            "pieces": [{"text": text, "speaker": speaker} for text, speaker in pieces],
        }
        for first, last, pieces in edits
    ]
    return {"changes": json.dumps(rows)}


def test_the_form_shows_one_part_and_can_search(
    client: Client, editor: User, talk: Transcript
) -> None:
    html = client.get(address(talk)).content.decode()
    assert 'name="text-1"' in html
    assert 'name="text-100"' in html
    assert 'name="text-101"' not in html
    assert 'name="text-250"' in client.get(f"{address(talk)}?part=3").content.decode()

    html = client.get(f"{address(talk)}?q=number 101.").content.decode()
    assert html.count("<textarea") == 1
    assert 'name="text-101"' in html


@pytest.mark.django_db(transaction=True)
def test_words_speakers_and_deletions_of_a_part_are_saved_at_once(
    client: Client, editor: User, talk: Transcript
) -> None:
    fields = {f"text-{n}": cue.text for n, cue in enumerate(talk.read_cues()[:100], start=1)}
    fields |= {"text-2": "Corrected.", "speaker-3": "Ann", "delete-4": "on", "part": "1"}

    answer = client.post(address(talk), fields, follow=True)

    new = current(talk)
    cues = new.read_cues()
    assert [cue.text for cue in cues[:4]] == [
        f"{PLAIN} Number 1.", "Corrected.", f"{PLAIN} Number 3.", f"{PLAIN} Number 5.",
    ]  # fmt: skip
    assert [cue.speaker for cue in cues[1:4]] == ["", "Ann", ""]
    assert (talk.episode.transcripts.count(), new.assessments.count()) == (2, 1)
    assert Job.objects.count() == 1
    said = "Saved: 1 corrected, 1 deleted, 1 assigned to another speaker."
    assert said in answer.content.decode()
    assert answer.redirect_chain == [(f"{address(new)}?saved={talk.pk}&part=1", 302)]
    assert f'data-saved="{talk.pk}"' in answer.content.decode()


def test_the_script_saves_splits_and_joins(client: Client, editor: User, talk: Transcript) -> None:
    client.post(
        address(talk),
        changes(
            (1, 1, [("The model has two layers", "Ann"), ("and so on.", "Bo")]),
            (3, 4, [("Joined.", "")]),
        ),
    )

    cues = current(talk).read_cues()
    assert cues[:2] == [
        Cue("The model has two layers", 0.0, 1.27, "Ann"), Cue("and so on.", 1.27, 4.0, "Bo"),
    ]  # fmt: skip
    assert cues[3] == Cue("Joined.", 10.0, 19.0)


def test_a_form_without_a_change_stores_nothing(
    client: Client, editor: User, talk: Transcript
) -> None:
    html = client.post(address(talk), {"text-1": talk.read_cues()[0].text}).content.decode()

    assert "Nothing was changed." in html
    assert current(talk) == talk


@pytest.mark.parametrize(
    "sent",
    ["[", "7", '"text"', "[7]", "null", '[{"first": 1}]', "[" * 100_000,
     '[{"first": "1", "last": 1, "pieces": []}]', '[{"first": true, "last": 1, "pieces": []}]',
     '[{"first": 1, "last": 1, "pieces": [{"text": 7, "speaker": ""}]}]'],
)  # fmt: skip
def test_json_that_is_not_a_list_of_edits_is_rejected(
    client: Client, editor: User, talk: Transcript, sent: str
) -> None:
    html = client.post(address(talk), {"changes": sent}).content.decode()

    assert "The list of changes could not be read." in html
    assert current(talk) == talk


def test_rejected_edits_stay_in_the_form(client: Client, editor: User, talk: Transcript) -> None:
    typed = {"text-1": "Mine.", "delete-2": "on", "text-2": "x", "text-3": " "}

    answer = client.post(address(talk), typed)

    html = answer.content.decode()
    assert "Cue 3 has no text" in html
    assert 'aria-label="Text of cue 1">Mine.</textarea>' in html
    assert 'name="delete-2" checked' in html
    assert answer.context["unsaved"] == [
        {"first": 1, "last": 1, "pieces": ({"text": "Mine.", "speaker": ""},)},
        {"first": 2, "last": 2, "pieces": ()},
        {"first": 3, "last": 3, "pieces": ({"text": "", "speaker": ""},)},
    ]


def test_edits_of_a_published_transcript_wait_for_a_second_person(
    client: Client, editor: User, talk: Transcript
) -> None:
    talk.episode.status = "published"
    talk.episode.save()

    html = client.post(address(talk), {"text-1": "Mine."}, follow=True).content.decode()

    assert "The page will change once a second person accepts it." in html
    assert talk.episode.transcripts.get(is_current=True) == talk
    assert 'aria-label="Text of cue 1">Mine.</textarea>' in html
    outdated = client.post(address(talk), {"text-2": "Mine too."}).content.decode()
    assert "Your proposed transcript is waiting for review. Edit that one instead." in outdated


def test_a_replaced_transcript_shows_both_texts_and_saves_edits_that_apply(
    client: Client, editor: User, talk: Transcript
) -> None:
    other = make_account("olga", "Editor")
    theirs = edit_cues(talk, [Edit(1, 1, ()), Edit(5, 5, (Piece("Their words."),))], by=other)
    assert "not the current transcript" in client.get(address(talk)).content.decode()

    answer = client.post(
        address(talk), {"text-5": "My words.", "text-9": "Also mine.", "speaker-9": "Ann"}
    )

    html = answer.content.decode()
    assert "Nothing was saved. olga replaced this transcript" in html
    conflict, fitting = html.split('id="fitting"')
    for text in (f"{PLAIN} Number 5.", "My words.", "Their words."):
        assert text in conflict
    assert "Also mine." in fitting
    assert current(talk) == theirs

    rest: dict[str, Any] = {"changes": answer.context["unsaved_text"], "opened": talk.pk}
    answer = client.post(address(theirs), rest, follow=True)

    cues = current(talk).read_cues()
    assert (cues[3].text, cues[7].text, cues[7].speaker) == ("Their words.", "Also mine.", "Ann")
    assert f'data-saved="{theirs.pk} {talk.pk}"' in answer.content.decode()


@pytest.mark.parametrize("count", [20, 5206])
def test_the_editor_costs_the_same_for_any_transcript(
    client: Client, editor: User, count: int
) -> None:
    sentences = [f"{PLAIN} {number}" for number in range(count)]
    transcript = make_assessed("Any", sentences=sentences, publish=False).episode.transcripts.get()

    with queries(5):
        client.get(address(transcript))
    with queries(5):
        rows = client.get(f"{address(transcript)[:-1]}.json").json()["cues"]
    assert rows[1] == [f"{PLAIN} 1", "", 5.0]
    assert len(rows) == count


def test_an_older_transcript_can_be_downloaded_and_made_current(
    client: Client, editor: User, talk: Transcript
) -> None:
    new = edit_cues(talk, [Edit(1, 1, (Piece("Hello."),))], by=editor)
    form = f"/admin/library/transcript/{talk.pk}/change/"
    assert "Make current" in client.get(form).content.decode()
    assert (
        "Make current" not in client.get(form.replace(str(talk.pk), str(new.pk))).content.decode()
    )

    file = client.get(f"/admin/library/transcript/{talk.pk}/download/vtt/")
    assert f"{PLAIN} Number 1." in file.content.decode()
    assert file["Content-Disposition"].startswith(f'attachment; filename="{talk.pk}-')
    assert client.get(f"/admin/library/transcript/{talk.pk}/download/exe/").status_code == 404

    client.post(f"/admin/library/transcript/{talk.pk}/current/")
    assert current(talk) == talk
    assert talk.episode.assessments.get(leads=True).transcript == talk


@pytest.mark.parametrize("odd", ["\x00", "\x1f", "\u2028", "\ud800"])
def test_control_characters_become_spaces(
    client: Client, editor: User, talk: Transcript, odd: str
) -> None:
    sent = changes((1, 1, [(f"one{odd}two", f"Ann{odd}")]))

    refused = client.post(address(talk), changes((1, 1, [(f"one{odd}two", "x" * 201)])))
    assert ">one two</textarea>" in refused.content.decode()
    assert client.post(address(talk), sent).status_code == 302

    assert current(talk).read_cues()[0] == Cue("one two", 0.0, 4.0, "Ann")
