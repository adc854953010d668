"""The speakers of a transcript in the admin."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.captions import Cue, ParsedTranscript
from library.models import Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.services.assessing import assess_transcript
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_account, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    account = make_account("edna", "Editor")
    client.force_login(account)
    return account


def make_talk(speakers: int = 2) -> Transcript:
    """Return a talk with an unnamed sponsor in the middle, whose last words have no speaker."""
    names = [f"Guest {number}" for number in range(1, speakers + 1)]
    said = [
        *((PLAIN, names[place % speakers]) for place in range(60)),
        *((BRIGHT, "Sponsor") for _ in range(30)),
        (f"{DARK} {DARK} It goes on.", names[0]),
        ("Good bye.", ""),
    ]
    cues = [
        Cue(text, 5.0 * place, 5.0 * place + 4, name) for place, (text, name) in enumerate(said)
    ]
    stored, _ = store_transcript(
        make_draft(f"A talk of {speakers}"),
        parsed=ParsedTranscript("webvtt", tuple(cues)),
        provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
    )
    assess_transcript(stored)
    return stored


def form(*rows: tuple[str, str, str]) -> dict[str, object]:
    fields: dict[str, object] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for place, (name, shown_as, role) in enumerate(rows):
        fields |= {
            f"form-{place}-name": name,
            f"form-{place}-shown_as": shown_as,
            f"form-{place}-role": role,
        }
    return fields


def test_each_speaker_has_turns_words_and_a_sample_of_the_longest_turn(
    client: Client, editor: User
) -> None:
    html = client.get(f"/admin/library/transcript/{make_talk().pk}/speakers/").content.decode()

    row = html.split(">Guest 1<")[1].split("</tr>")[0]
    assert "31 turns, " in row
    assert "7:30" in row
    assert DARK in row
    assert "2 words have no speaker." in html
    assert "No segment consists mostly of adverts." in html


def test_the_page_lists_advertising_segments(client: Client, editor: User) -> None:
    talk = make_talk()
    address = f"/admin/library/transcript/{talk.pk}/speakers/"
    client.post(
        address, form(("Guest 1", "", "host"), ("Guest 2", "", ""), ("Sponsor", "", "advert"))
    )

    html = client.get(address).content.decode()

    left_out = talk.assessments.get().left_out
    assert left_out
    assert f"Segments left out: {len(left_out)}" in html
    assert all(f'<li value="{number}">' in html for number in left_out)


def test_two_roles_of_one_speaker_are_rejected_and_stay_in_the_form(
    client: Client, editor: User
) -> None:
    talk = make_talk()
    rows = [("Guest 1", "Ann", "host"), ("Guest 2", "Ann", "guest"), ("Sponsor", "", "")]

    html = client.post(f"/admin/library/transcript/{talk.pk}/speakers/", form(*rows)).content

    assert "“Ann” has more than one role: guest, host. Choose one." in html.decode()
    assert '<option value="guest" selected>' in html.decode()
    assert not talk.speaker_marks.exists()


@pytest.mark.parametrize("speakers", [2, 20])
def test_the_page_costs_the_same_for_any_number_of_speakers(
    client: Client, editor: User, speakers: int
) -> None:
    talk = make_talk(speakers)

    with queries(9):
        client.get(f"/admin/library/transcript/{talk.pk}/speakers/")
