import pytest
from django.test import Client

from library.models import Segment
from scoring.curation.reader_challenges import challenge_segment, take_opinion
from scoring.models import Assessment, Challenge
from tests.budget import queries
from tests.make import DARK, make_account, make_assessed

pytestmark = pytest.mark.django_db

LIST = "/admin/scoring/challenge/"
DECISION = {"state": "accepted", "answer": "You are right.", "score": "-5", "lens": "strategic"}


@pytest.fixture
def reading() -> Assessment:
    return make_assessed(sentences=[DARK] * 60)


@pytest.fixture
def challenge(reading: Assessment) -> Challenge:
    return challenge_segment(
        Segment.objects.select_related("transcript__episode").get(index=1),
        reading=reading,
        shown=-40.0,
        proposed="mixed",
        words="He <b>quotes</b> an opponent.",
    )


def of(challenge: Challenge, act: str = "change") -> str:
    return f"{LIST}{challenge.pk}/{act}/"


def sign_in(client: Client, group: str) -> None:
    client.force_login(make_account(group.lower(), group))


def test_a_moderator_reads_the_passage_decides_and_answers(
    client: Client, challenge: Challenge
) -> None:
    sign_in(client, "Reviewer")
    page = client.get(of(challenge)).content.decode()
    assert DARK in page
    assert "He &lt;b&gt;quotes&lt;/b&gt; an opponent." in page

    response = client.post(of(challenge), DECISION)

    assert response.status_code == 302
    challenge.refresh_from_db()
    assert (challenge.state, challenge.answer) == ("accepted", "You are right.")
    assert (challenge.score, challenge.lens) == (-5.0, "strategic")
    assert str(challenge.decided_by) == "reviewer"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"answer": ""}, "Enter an answer"),
        ({"lens": ""}, "both a score and a lens"),
        ({"score": "101"}, "The score must be from -100 to 100"),
    ],
)
def test_an_incomplete_decision_is_rejected_in_the_form(
    client: Client, challenge: Challenge, said: dict[str, str], reason: str
) -> None:
    sign_in(client, "Reviewer")

    response = client.post(of(challenge), {**DECISION, **said})

    assert response.status_code == 200
    assert reason in response.content.decode()
    challenge.refresh_from_db()
    assert challenge.state == "waiting"


def test_reader_fields_cannot_be_changed(client: Client, challenge: Challenge) -> None:
    sign_in(client, "Administrator")

    client.post(of(challenge), {**DECISION, "words": "Other words.", "proposed": "risk-forward"})

    challenge.refresh_from_db()
    assert (challenge.words, challenge.proposed) == ("He <b>quotes</b> an opponent.", "mixed")


def test_opinions_are_accepted_in_bulk_and_passages_individually(
    client: Client, challenge: Challenge, reading: Assessment
) -> None:
    for kind in (Challenge.Kind.AGREE, Challenge.Kind.DISAGREE):
        take_opinion(reading.episode, lead=reading, kind=kind)
    sign_in(client, "Reviewer")
    everything = list(Challenge.objects.values_list("pk", flat=True))

    client.post(LIST, {"action": "count_opinions", "_selected_action": everything})

    states = dict(Challenge.objects.values_list("kind", "state"))
    assert states == {"agree": "accepted", "disagree": "accepted", "misread": "waiting"}


@pytest.mark.parametrize(("action", "state"), [("reject", "rejected"), ("mark_spam", "spam")])
def test_challenges_can_be_rejected_in_bulk(
    client: Client, challenge: Challenge, action: str, state: str
) -> None:
    sign_in(client, "Reviewer")

    client.post(LIST, {"action": action, "_selected_action": [challenge.pk]})

    challenge.refresh_from_db()
    assert challenge.state == state


@pytest.mark.parametrize(
    ("group", "sees", "decides", "deletes"),
    [
        ("Editor", True, False, False),
        ("Reviewer", True, True, False),
        ("Administrator", True, True, True),
        ("", False, False, False),
    ],
)
def test_each_group_has_the_documented_permissions(
    client: Client, challenge: Challenge, group: str, sees: bool, decides: bool, deletes: bool
) -> None:
    account = make_account("somebody", *([group] if group else []))
    client.force_login(account)

    assert client.get(LIST).status_code == (200 if sees else 403)
    assert client.get(of(challenge)).status_code == (200 if sees else 403)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(of(challenge), DECISION).status_code == (302 if decides else 403)
    challenge.refresh_from_db()
    assert challenge.state == ("accepted" if decides else "waiting")
    client.post(LIST, {"action": "mark_spam", "_selected_action": [challenge.pk]})
    challenge.refresh_from_db()
    assert challenge.state == ("spam" if decides else "waiting")
    assert client.post(of(challenge, "delete"), {"post": "yes"}).status_code == (
        302 if deletes else 403
    )
    assert Challenge.objects.exists() != deletes


def test_anonymous_users_are_redirected_to_the_login(client: Client, challenge: Challenge) -> None:
    for response in (client.get(LIST), client.post(of(challenge), DECISION)):
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    challenge.refresh_from_db()
    assert challenge.state == "waiting"


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_any_number(
    client: Client, challenge: Challenge, reading: Assessment, count: int
) -> None:
    for _ in range(count):
        take_opinion(reading.episode, lead=reading, kind=Challenge.Kind.AGREE)
    sign_in(client, "Reviewer")
    client.get(LIST)

    # session, account, permissions of the account and of its groups, two counts, the challenges
    with queries(7):
        client.get(LIST)


def test_accepting_redirects_to_the_oldest_waiting_challenge(client: Client) -> None:
    client.force_login(make_account("rita", "Reviewer"))
    lead = make_assessed()
    one, two, three = (
        take_opinion(lead.episode, lead=lead, kind=Challenge.Kind.AGREE, words=f"Words {number}.")
        for number in range(3)
    )
    listed = client.get("/admin/scoring/challenge/").content.decode()
    assert all(f"Words {number}." in listed for number in range(3))
    assert "Accept and show next" in client.get(of(two)).content.decode()

    # The state of the button comes after that of the form.
    decision = {"state": ["waiting", "accepted"], "answer": "", "score": "", "lens": ""}
    moved = client.post(f"{of(two)}?then=next", decision)

    two.refresh_from_db()
    assert two.state == "accepted"
    assert moved.headers["Location"] == of(one)
    client.post(f"{of(one)}?then=next", decision)
    last = client.post(f"{of(three)}?then=next", decision, follow=True)
    assert "No challenges are waiting." in last.content.decode()


def test_a_score_outside_the_scale_is_rejected_with_a_message(
    client: Client, challenge: Challenge
) -> None:
    sign_in(client, "Reviewer")

    html = client.post(of(challenge), DECISION | {"score": "200"}).content.decode()

    assert "The score must be from -100 to 100." in html
    assert "Constraint" not in html
    challenge.refresh_from_db()
    assert challenge.state == "waiting"
