from collections.abc import Sequence

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from library.captions import Cue, ParsedTranscript
from library.models import Transcript
from library.services.import_details import Provenance
from scoring.curation.transcript_edits import (
    Speaker,
    Stale,
    accept_failed_checks,
    replace_transcript,
    speakers_version,
    withdraw_acceptance,
)
from scoring.curation.transcript_edits import mark_speakers as propose_speakers
from scoring.curation.workflow import STEPS, Account, Rejected, shortcomings
from scoring.models import Assessment
from scoring.services.assessing import assess_transcript
from tests.make import (
    BRIGHT,
    DARK,
    PLAIN,
    accept_waiting,
    make_account,
    make_assessed,
    make_parsed,
    make_ready,
)

pytestmark = pytest.mark.django_db

SOURCE = Provenance(kind=Transcript.Kind.PUBLISHER)


def mark_speakers(
    transcript: Transcript, marks: Sequence[Speaker], *, by: Account, **o: str
) -> None:
    """Mark speakers of a published talk, and let a reviewer accept it."""
    propose_speakers(transcript, marks, by=by, **o)
    accept_waiting(transcript.episode)


@pytest.fixture
def editor() -> User:
    return make_account("edna", "Editor")


@pytest.fixture
def reviewer() -> User:
    return make_account("rita", "Reviewer")


@pytest.fixture
def talk(editor: User) -> Transcript:
    """A published conversation of host and guest with an advert in the middle."""
    episode = make_assessed("A talk").episode
    cues = [
        *(Cue(PLAIN, 5.0 * place, 5.0 * place + 4, "Host") for place in range(60)),
        *(Cue(BRIGHT, 300 + 5.0 * place, 304 + 5.0 * place, "Sponsor") for place in range(30)),
        *(Cue(DARK, 450 + 5.0 * place, 454 + 5.0 * place, "Ghost") for place in range(60)),
    ]
    stored, _ = replace_transcript(
        episode, parsed=ParsedTranscript("webvtt", tuple(cues)), provenance=SOURCE, by=editor
    )
    accept_waiting(episode)
    stored.refresh_from_db()
    assess_transcript(stored)
    return stored


def lead(transcript: Transcript) -> Assessment:
    return Assessment.objects.get(episode=transcript.episode, leads=True)


def test_a_replaced_transcript_stays_stored(editor: User, talk: Transcript) -> None:
    assert talk.episode.transcripts.count() == 2
    assert talk.episode.transcripts.get(is_current=True) == talk


def test_failed_quality_checks_are_stored_and_block_publication(editor: User) -> None:
    episode = make_ready(sentences=[PLAIN] * 60)
    transcript = episode.transcripts.get()

    assert transcript.gates_failed == len(transcript.failed_gates) > 0
    assert [
        said.startswith("The transcript failed a quality check.") for said in shortcomings(episode)
    ] == [True] * transcript.gates_failed


def test_a_waiver_with_a_reason_by_a_reviewer_allows_publication(
    editor: User, reviewer: User
) -> None:
    episode = make_ready(sentences=[PLAIN] * 60)
    transcript = episode.transcripts.get()
    with pytest.raises(Rejected, match="You do not have permission to accept failed"):
        accept_failed_checks(transcript, by=editor, reason="It is a test.")
    with pytest.raises(Rejected, match="Enter a reason"):
        accept_failed_checks(transcript, by=reviewer, reason=" ")

    accept_failed_checks(transcript, by=reviewer, reason="It is a test.")

    assert shortcomings(episode) == []
    assert STEPS["submit"](episode, by=editor).status == "in_review"
    line = transcript.history.first()
    assert (line.history_user, line.history_change_reason) == (
        reviewer,
        "Failed quality checks accepted: It is a test.",
    )


def test_a_waiver_revoked_by_a_reviewer_blocks_publication_again(
    editor: User, reviewer: User
) -> None:
    episode = make_ready(sentences=[PLAIN] * 60)
    transcript = episode.transcripts.get()
    with pytest.raises(Rejected, match="No failed quality check"):
        withdraw_acceptance(transcript, by=reviewer)
    accept_failed_checks(transcript, by=reviewer, reason="It is a test.")
    with pytest.raises(Rejected, match="You do not have permission to accept failed"):
        withdraw_acceptance(transcript, by=editor)

    withdraw_acceptance(transcript, by=reviewer)

    transcript.refresh_from_db()
    assert (transcript.gates_waived_reason, transcript.gates_waived_by) == ("", None)
    assert len(shortcomings(episode)) == transcript.gates_failed
    line = transcript.history.first()
    assert (line.history_user, line.history_change_reason) == (
        reviewer,
        "Acceptance of failed quality checks taken back: It is a test.",
    )


def test_adverts_are_left_out_of_all_scores(editor: User, talk: Transcript, client: Client) -> None:
    before = lead(talk)
    mark_speakers(talk, [Speaker("Sponsor", role="advert")], by=editor)

    after = lead(talk)
    assert after.pk == before.pk
    assert after.position < before.position
    assert len(after.trail) == len(before.trail) - len(after.left_out)
    assert after.left_out
    texts = [talk.segments.get(index=number).text for number in after.left_out]
    assert all(text.count("optimistic") > text.count("layers") for text in texts)
    assert after.segment_scores.count() == talk.segments.count()
    numbers = ", ".join(map(str, after.left_out))
    said = f"Left out of all scores (advertising): segments {numbers}."
    assert said in after.bullets
    assert said in client.get(talk.episode.get_absolute_url()).content.decode()
    assert "advertising segments changed" in after.history.first().history_change_reason


def test_removing_the_advert_role_restores_the_scores(editor: User, talk: Transcript) -> None:
    before = lead(talk)
    mark_speakers(talk, [Speaker("Sponsor", role="advert")], by=editor)
    mark_speakers(talk, [Speaker("Sponsor")], by=editor)

    after = lead(talk)
    assert (after.position, after.trail, after.bullets, after.left_out) == (
        before.position,
        before.trail,
        before.bullets,
        [],
    )


def test_a_later_assessment_leaves_the_adverts_out_too(editor: User, talk: Transcript) -> None:
    mark_speakers(talk, [Speaker("Sponsor", role="advert")], by=editor)
    expected = lead(talk)
    talk.assessments.all().delete()

    assert assess_transcript(talk).assessment.statistics == expected.statistics


def test_a_conversation_of_only_adverts_is_not_placed(
    editor: User, talk: Transcript, client: Client
) -> None:
    mark_speakers(talk, [Speaker(name, role="advert") for name in talk.speakers], by=editor)

    assert not lead(talk).placed
    page = client.get(talk.episode.get_absolute_url()).content.decode()
    assert "Not placed: every segment is advertising." in page


def test_two_names_become_one_speaker_without_changing_cues(
    editor: User, talk: Transcript, client: Client
) -> None:
    mark_speakers(
        talk,
        [Speaker("Ghost", "Gwen Guest", "guest"), Speaker("Sponsor", "Gwen Guest")],
        by=editor,
    )

    html = client.get(talk.episode.transcript_url).content.decode()
    assert "Gwen Guest" in html
    assert "Ghost" not in html
    stored = Transcript.objects.get(pk=talk.pk)
    assert (stored.checksum, stored.cues) == (talk.checksum, talk.cues)


def test_merging_speakers_updates_the_kind_of_conversation(editor: User, talk: Transcript) -> None:
    assert lead(talk).evidence_mode == "panel"

    mark_speakers(
        talk,
        [Speaker("Ghost", "Gwen Guest"), Speaker("Sponsor", "Gwen Guest")],
        by=editor,
    )

    after = lead(talk)
    assert after.evidence_mode == "interview"
    assert after.history.first().history_change_reason == "Speakers edited"


@pytest.mark.django_db(transaction=True)
def test_renaming_a_speaker_invalidates_cached_pages(
    editor: User, talk: Transcript, client: Client, settings: LazySettings
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    before = client.get(talk.episode.transcript_url)

    mark_speakers(talk, [Speaker("Ghost", "Gwen Guest")], by=editor)

    asked = client.get(talk.episode.transcript_url, headers={"If-None-Match": before["ETag"]})
    assert "Ghost" in before.text
    assert "Gwen Guest" in asked.text
    assert "Ghost" not in asked.text


def test_an_unknown_speaker_name_is_rejected(editor: User, talk: Transcript) -> None:
    with pytest.raises(Rejected, match="No speaker is called 'Nemo'"):
        mark_speakers(talk, [Speaker("Nemo", role="host")], by=editor)


@pytest.mark.parametrize("group", ["", "anonymous"])
def test_accounts_without_permission_cannot_change_a_transcript(
    talk: Transcript, group: str
) -> None:
    by = AnonymousUser() if group else make_account("stranger")
    for act in (
        lambda: replace_transcript(talk.episode, parsed=make_parsed(), provenance=SOURCE, by=by),
        lambda: mark_speakers(talk, [Speaker("Host", role="host")], by=by),
        lambda: accept_failed_checks(talk, by=by, reason="Why not."),
        lambda: withdraw_acceptance(talk, by=by),
    ):
        with pytest.raises(Rejected, match="You do not have permission"):
            act()


def test_names_shown_as_one_speaker_have_one_role(editor: User, talk: Transcript) -> None:
    with pytest.raises(Rejected, match="“Gwen” has more than one role: guest, host"):
        mark_speakers(
            talk,
            [Speaker("Ghost", "Gwen", "guest"), Speaker("Host", "Gwen", "host")],
            by=editor,
        )

    mark_speakers(talk, [Speaker("Ghost", "Gwen", "guest"), Speaker("Host", "Gwen")], by=editor)

    assert set(talk.speaker_marks.values_list("shown_as", "role")) == {("Gwen", "guest")}


def test_concurrent_speaker_changes_are_not_overwritten(editor: User, talk: Transcript) -> None:
    opened_at = speakers_version(talk)
    mark_speakers(talk, [Speaker("Host", "Ada", "host")], by=editor, opened_at=opened_at)

    with pytest.raises(Stale):
        mark_speakers(talk, [Speaker("Host", "Bob", "guest")], by=editor, opened_at=opened_at)
    assert talk.speaker_marks.get(name="Host").shown_as == "Ada"

    now = speakers_version(talk)
    mark_speakers(talk, [Speaker("Host", "Bob", "guest")], by=editor, opened_at=now)
    assert talk.speaker_marks.get(name="Host").shown_as == "Bob"
