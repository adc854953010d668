import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from library.http.content_version import library_version
from library.models import Segment
from scoring.curation import reader_challenges
from scoring.curation.reader_challenges import (
    ChallengeError,
    challenge_segment,
    decide,
    take_opinion,
)
from scoring.models import Assessment, Challenge
from scoring.services.assessing import choose_lead
from tests.make import DARK, make_account, make_assessed
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db

State, Kind = Challenge.State, Challenge.Kind


@pytest.fixture
def reading() -> Assessment:
    return make_assessed(sentences=[DARK] * 60)


@pytest.fixture
def moderator() -> User:
    return make_account("rita", "Reviewer")


def misread(reading: Assessment) -> Challenge:
    segment = Segment.objects.select_related("transcript__episode").get(index=1)
    return challenge_segment(
        segment, reading=reading, shown=-40.0, proposed="mixed", words="He quotes an opponent."
    )


def test_a_challenge_waits_and_is_not_displayed_or_counted(
    reading: Assessment, client: Client
) -> None:
    before = client.get("/episodes/a-plain-talk/").content
    misread(reading)
    take_opinion(reading.episode, lead=reading, kind=Kind.DISAGREE, words="Far off.")

    assert client.get("/episodes/a-plain-talk/").content == before
    assert b"opponent" not in client.get("/episodes/a-plain-talk/transcript/").content


def test_an_accepted_challenge_is_displayed_and_never_changes_the_score(
    reading: Assessment, moderator: User, client: Client
) -> None:
    scores = list(reading.segment_scores.values_list("score", "lens"))
    decide(
        misread(reading), state=State.ACCEPTED, by=moderator, answer="You are right, he does.",
        score=0.0, lens="strategic",
    )  # fmt: skip
    opinion = take_opinion(reading.episode, lead=reading, kind=Kind.AGREE)
    decide(opinion, state=State.ACCEPTED, by=moderator)

    transcript = client.get("/episodes/a-plain-talk/transcript/").content.decode()
    assert "He quotes an opponent." in transcript
    assert "You are right, he does." in transcript
    assert "suggested Mixed; the score was −40" in transcript
    page = client.get("/episodes/a-plain-talk/").content.decode()
    assert "1 reader agreed with the position, 0 did not." in page
    assert "1 passage challenged and answered." in page
    reading.refresh_from_db()
    assert list(reading.segment_scores.values_list("score", "lens")) == scores
    assert choose_lead(reading.episode) == reading


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"state": State.ACCEPTED, "answer": " "}, "Enter an answer"),
        ({"state": State.ACCEPTED, "answer": "Yes.", "score": 3.0}, "both a score and a lens"),
        ({"state": State.REJECTED, "lens": "technical"}, "both a score and a lens"),
    ],
)
def test_an_incomplete_decision_is_rejected(
    reading: Assessment, moderator: User, said: dict[str, Any], reason: str
) -> None:
    challenge = misread(reading)

    with pytest.raises(ChallengeError, match=reason):
        decide(challenge, by=moderator, **said)

    challenge.refresh_from_db()
    assert (challenge.state, challenge.decided_by) == ("waiting", None)


def test_the_database_requires_an_answer_to_accepted_challenges(reading: Assessment) -> None:
    challenge = misread(reading)

    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(state="accepted")


def test_an_opinion_cannot_have_a_label(reading: Assessment, moderator: User) -> None:
    opinion = take_opinion(reading.episode, lead=reading, kind=Kind.AGREE)

    with pytest.raises(ChallengeError, match="Only passages"):
        decide(opinion, state=State.ACCEPTED, by=moderator, score=1.0, lens="technical")


def test_the_history_records_earlier_decisions_and_their_authors(
    reading: Assessment, moderator: User
) -> None:
    challenge = decide(misread(reading), state=State.SPAM, by=moderator)
    decide(challenge, state=State.REJECTED, by=moderator)

    lines = [(line.state, line.history_user) for line in challenge.history.all()]
    assert lines == [("rejected", moderator), ("spam", moderator), ("waiting", None)]


def test_new_challenges_are_rejected_while_too_many_wait(
    reading: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_challenges, "MAX_WAITING", 1)
    misread(reading)

    with pytest.raises(ChallengeError, match="Too many"):
        misread(reading)

    assert Challenge.objects.count() == 1


def test_labels_come_from_moderators_not_readers(reading: Assessment, moderator: User) -> None:
    decide(
        misread(reading), state=State.ACCEPTED, by=moderator, answer="Yes.", score=-5.0,
        lens="off-topic",
    )  # fmt: skip
    decide(misread(reading), state=State.ACCEPTED, by=moderator, answer="Noted.")
    misread(reading)
    output = StringIO()

    call_command("export_labels", "--challenges", stdout=output)

    (label,) = [json.loads(line) for line in output.getvalue().splitlines()]
    segment = Segment.objects.get(index=1)
    challenge = Challenge.objects.get(score=-5.0)
    assert label == {
        "id": f"a-plain-talk-1-challenge-{challenge.pk}",
        "episode": "a-plain-talk",
        "show": "Test Show",
        "text": segment.text,
        "plain": segment.text,
        "score": -5.0,
        "lens": "offtopic",
        "how": "challenge",
    }
    editors = StringIO()
    call_command("export_labels", stdout=editors)
    assert editors.getvalue() == ""


@pytest.mark.django_db(transaction=True)
def test_accepting_a_challenge_invalidates_cached_pages() -> None:
    reading = make_assessed(sentences=[DARK] * 60)
    moderator = make_account("rita", "Reviewer")
    version = library_version()

    challenge = misread(reading)
    assert library_version() == version
    decide(challenge, state=State.SPAM, by=moderator)
    assert library_version() == version

    decide(challenge, state=State.ACCEPTED, by=moderator, answer="Yes.")
    accepted = library_version()
    assert accepted != version
    decide(challenge, state=State.REJECTED, by=moderator)
    taken_back = library_version()
    assert taken_back != accepted
    challenge.delete()
    assert library_version() == taken_back


@on_postgresql
def test_waiting_challenges_are_read_from_an_index(reading: Assessment) -> None:
    for _ in range(100):
        misread(reading)

    (plan,) = plans_of(lambda: list(Challenge.objects.waiting()[:20]))

    assert "challenge_queue" in plan, plan
    assert "Presorted Key: received_at" in plan
