import json
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from library.captions import Cue, ParsedTranscript
from library.captions.editing import Edit, Piece
from library.captions.paragraphs import paragraphs
from library.models import Transcript
from library.services.import_details import Provenance
from scoring.core.assessment_file import read_assessment
from scoring.curation.cue_edits import ADVERT, Outdated
from scoring.curation.cue_edits import edit_cues as propose_edits
from scoring.curation.cue_edits import make_current as propose_current
from scoring.curation.editorial_assessments import HandedIn, import_assessment
from scoring.curation.transcript_edits import Speaker, replace_transcript
from scoring.curation.transcript_edits import mark_speakers as propose_speakers
from scoring.curation.workflow import Account, NotAllowed, Rejected
from scoring.models import Assessment
from scoring.services.assessing import assess_transcript
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, accept_waiting, make_account, make_assessed

pytestmark = pytest.mark.django_db

SOURCE = Provenance(kind=Transcript.Kind.PUBLISHER)


def edit_cues(transcript: Transcript, edits: Sequence[Edit], *, by: Account) -> Transcript:
    """Edit cues of a published talk, and let a second person accept it."""
    new = propose_edits(transcript, edits, by=by)
    accept_waiting(transcript.episode)
    return Transcript.objects.get(pk=new.pk)


def make_current(transcript: Transcript, *, by: Account) -> None:
    propose_current(transcript, by=by)
    accept_waiting(transcript.episode)


def mark_speakers(transcript: Transcript, marks: Sequence[Speaker], *, by: Account) -> None:
    propose_speakers(transcript, marks, by=by)
    accept_waiting(transcript.episode)


@pytest.fixture
def reviewer() -> User:
    return make_account("rita", "Reviewer")


@pytest.fixture
def talk(reviewer: User) -> Transcript:
    """A published talk of host and guest with a sponsor in the middle."""
    episode = make_assessed("A talk").episode
    cues = [
        *(Cue(PLAIN, 5.0 * place, 5.0 * place + 4, "Host") for place in range(60)),
        *(Cue(BRIGHT, 300 + 5.0 * place, 304 + 5.0 * place, "Sponsor") for place in range(30)),
        *(Cue(DARK, 450 + 5.0 * place, 454 + 5.0 * place, "Ghost") for place in range(60)),
    ]
    stored, _ = replace_transcript(
        episode, parsed=ParsedTranscript("webvtt", tuple(cues)), provenance=SOURCE, by=reviewer
    )
    accept_waiting(episode)
    stored.refresh_from_db()
    assess_transcript(stored)
    return stored


@pytest.fixture
def hand_in(talk: Transcript) -> Callable[[], HandedIn]:
    said = {
        "position": -40, "lens": "governance", "confidence": "high", "evidence_mode": "interview",
        "bullets": ["A warning."], "assessor": "Maud", "listened_on": "2026-05-02",
        "overrides": [{"index": 5, "score": -55, "reason": "A dark fact."}],
    }  # fmt: skip
    file = read_assessment(json.dumps(said).encode(), "a-talk.json", today=date(2026, 6, 1))
    return lambda: import_assessment(file, episode=talk.episode, publish=True)


def lead(transcript: Transcript) -> Assessment:
    return Assessment.objects.get(episode=transcript.episode, leads=True)


def corrected(number: int, text: str, speaker: str = "Host") -> Edit:
    return Edit(number, number, (Piece(text, speaker),))


def test_one_save_makes_one_transcript_and_segment_links_still_work(
    reviewer: User, talk: Transcript, client: Client
) -> None:
    mark_speakers(talk, [Speaker("Sponsor", role="advert")], by=reviewer)
    before = {segment.index: segment for segment in talk.segments.all()}
    edits = [
        corrected(3, f"{PLAIN} He said eval suite, not evil sweet."),
        Edit(5, 6, (Piece(f"{PLAIN} {PLAIN}", "Host"),)),
        Edit(8, 8, (Piece("The model has two layers", "Host"), Piece("and the data.", "Ghost"))),
        Edit(10, 10, ()),
    ]

    new = edit_cues(talk, edits, by=reviewer)
    assess_transcript(new)

    assert (new.corrects, new.is_current, talk.episode.transcripts.count()) == (talk, True, 3)
    assert new.cue_count == talk.cue_count - 1
    assert Transcript.objects.get(pk=talk.pk).cues == talk.cues
    after = {segment.index: segment for segment in new.segments.all()}
    assert after.keys() == before.keys()
    changed = [number for number in before if before[number].text != after[number].text]
    assert changed == [1]
    assert "eval suite" in after[1].text
    begins = [(segment.first_cue, segment.first_word) for segment in after.values()]
    said = [segment.read_paragraphs() for segment in after.values()]
    assert said == paragraphs(new.read_cues(), begins)
    assert {paragraph.speaker for paragraph in said[0]} == {"Host", "Ghost"}
    html = client.get(talk.episode.transcript_url).content.decode()
    assert all(f'id="s{number}"' in html for number in before)
    assert "eval suite" in html
    assert new.speaker_marks.get().role == "advert"
    assert lead(new).transcript == new
    assert new.assessments.automatic().count() == 1
    line = new.history.earliest()
    assert (line.history_user, line.history_change_reason) == (
        reviewer,
        "Cues edited: 2 corrected, 1 split, 2 joined, 1 deleted, 1 assigned to another speaker",
    )


def test_deleting_a_passage_removes_its_segments_and_renumbers_later_ones(
    reviewer: User, talk: Transcript
) -> None:
    texts = [segment.text for segment in talk.segments.all()]

    new = edit_cues(talk, [Edit(61, 90, ())], by=reviewer)

    after = [segment.text for segment in new.segments.all()]
    assert len(after) < len(texts)
    assert (after[0], after[-1]) == (texts[0], texts[-1])
    assert [segment.index for segment in new.segments.all()] == list(range(1, len(after) + 1))
    assert " ".join(after).split() == f"{PLAIN} ".split() * 60 + f"{DARK} ".split() * 60


def test_cues_marked_as_an_advert_are_left_out_of_the_scores(
    reviewer: User, talk: Transcript
) -> None:
    before = lead(talk)
    edits = [corrected(number, BRIGHT, ADVERT) for number in range(61, 91)]

    new = edit_cues(talk, edits, by=reviewer)
    assess_transcript(new)

    assert new.speaker_marks.get(name=ADVERT).role == "advert"
    assert lead(new).left_out
    assert lead(new).position < before.position


def test_a_new_name_that_is_a_known_speaker_has_the_same_role(
    reviewer: User, talk: Transcript
) -> None:
    mark_speakers(talk, [Speaker("Ghost", "Gwen Guest", "guest")], by=reviewer)

    new = edit_cues(talk, [corrected(1, PLAIN, "Gwen Guest")], by=reviewer)

    assert new.speaker_marks.get(name="Gwen Guest").role == "guest"


def test_a_replaced_transcript_cannot_be_edited(reviewer: User, talk: Transcript) -> None:
    new = edit_cues(talk, [corrected(1, "Hello.")], by=reviewer)

    with pytest.raises(Outdated) as error:
        edit_cues(talk, [corrected(5, "Bye.")], by=reviewer)

    assert error.value.current == new
    assert talk.episode.transcripts.get(is_current=True) == new


def test_editorial_segment_scores_move_with_edits(
    reviewer: User, talk: Transcript, client: Client, hand_in: Callable[[], HandedIn]
) -> None:
    judged = hand_in().assessment

    new = edit_cues(talk, [corrected(3, "An eval suite.")], by=reviewer)
    assess_transcript(new)

    judged = Assessment.objects.get(pk=judged.pk)
    override = judged.segment_scores.get()
    assert (judged.transcript, judged.leads) == (new, True)
    assert (override.segment.transcript, override.segment.index) == (new, 5)
    assert judged.transcript_checksum == talk.checksum
    assert judged.history.first().history_change_reason.startswith("Cues edited")
    assert "A dark fact." in client.get(talk.episode.transcript_url).content.decode()
    assert not hand_in().changed

    edit_cues(new, [corrected(3, PLAIN)], by=reviewer)
    assert judged.segment_scores.get().segment.transcript == talk


def test_editorial_segment_scores_follow_a_renumbered_passage(
    reviewer: User, talk: Transcript, hand_in: Callable[[], HandedIn]
) -> None:
    judged = hand_in().assessment
    text = judged.segment_scores.get().segment.text

    new = edit_cues(talk, [Edit(1, 30, ())], by=reviewer)

    segment = judged.segment_scores.get().segment
    assert segment.transcript == new
    assert segment.index < 5
    assert segment.text == text


def test_the_lead_stays_until_the_edited_transcript_is_scored(
    reviewer: User, talk: Transcript
) -> None:
    edit_cues(talk, [corrected(1, "Hello.")], by=reviewer)

    assert lead(talk).transcript == talk


def test_undoing_an_edit_makes_the_old_transcript_current(reviewer: User, talk: Transcript) -> None:
    new = edit_cues(talk, [corrected(1, "Hello.")], by=reviewer)

    assert edit_cues(new, [corrected(1, PLAIN)], by=reviewer) == talk


def test_an_older_transcript_is_made_current_and_leads_again(
    reviewer: User, talk: Transcript
) -> None:
    new = edit_cues(talk, [corrected(1, "Hello.")], by=reviewer)
    assess_transcript(new)

    make_current(talk, by=reviewer)
    assess_transcript(talk)

    assert talk.episode.transcripts.get(is_current=True) == talk
    assert lead(talk).transcript == talk
    line = talk.history.first()
    assert line.history_user.username == "rex"
    assert line.history_change_reason.startswith("Change by rita, accepted by rex")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit(151, 151, (Piece("Hi"),)), "the last one is 150"),
        (corrected(1, "  "), "has no text"),
        (corrected(1, "x" * 99_999), "characters"),
        (Edit(1, 150, ()), "A transcript needs at least one cue"),
    ],
)
def test_an_invalid_edit_changes_nothing(
    reviewer: User, talk: Transcript, edit: Edit, reason: str
) -> None:
    with pytest.raises(Rejected, match=reason):
        edit_cues(talk, [edit], by=reviewer)

    assert talk.episode.transcripts.count() == 2


@pytest.mark.parametrize("group", ["", "anonymous"])
def test_accounts_without_permission_cannot_edit_cues(talk: Transcript, group: str) -> None:
    by = AnonymousUser() if group else make_account("stranger")
    for act in (
        lambda: edit_cues(talk, [corrected(1, "Hi")], by=by),
        lambda: make_current(talk, by=by),
    ):
        with pytest.raises(NotAllowed, match="You do not have permission"):
            act()


def test_edits_of_a_published_transcript_wait_together_for_a_second_person(
    talk: Transcript, hand_in: Callable[[], HandedIn]
) -> None:
    editor = make_account("edna", "Editor")
    judged = hand_in().assessment
    text = judged.segment_scores.get().segment.text

    first = propose_edits(talk, [Edit(1, 15, ())], by=editor)
    with pytest.raises(Outdated, match="Your proposed transcript is waiting") as error:
        propose_edits(talk, [corrected(20, "Hi.")], by=editor)
    second = propose_edits(first, [Edit(1, 15, ())], by=editor)

    assert error.value.current == first
    assert talk.episode.transcripts.get(is_current=True) == talk
    assert judged.segment_scores.get().segment.transcript == talk
    assert talk.episode.pending_changes.waiting().get().transcript == second

    accept_waiting(talk.episode)

    assert talk.episode.transcripts.get(is_current=True) == second
    segment = judged.segment_scores.get().segment
    assert (segment.transcript, segment.text) == (second, text)
    assert segment.index < 5


def test_an_older_transcript_of_a_published_episode_waits_for_a_second_person(
    talk: Transcript,
) -> None:
    older = talk.episode.transcripts.exclude(pk=talk.pk).get()

    assert propose_current(older, by=make_account("edna", "Editor"))

    assert talk.episode.transcripts.get(is_current=True) == talk
    accept_waiting(talk.episode)
    assert talk.episode.transcripts.get(is_current=True) == older


def test_an_unpublished_transcript_is_edited_at_once(talk: Transcript) -> None:
    editor = make_account("edna", "Editor")
    talk.episode.status = "scored"
    talk.episode.save()

    new = propose_edits(talk, [corrected(1, "Hi")], by=editor)

    assert new.is_current
    assert not propose_current(talk, by=editor)
    assert talk.episode.transcripts.get(is_current=True) == talk


@pytest.mark.parametrize("count", [1, 400])
def test_a_save_makes_the_same_number_of_queries_for_any_edits(reviewer: User, count: int) -> None:
    episode = make_assessed("Long", sentences=[PLAIN] * 500).episode
    transcript = episode.transcripts.get()
    edits = [corrected(number, f"Edited {number}.", "") for number in range(1, count + 1)]

    with queries(26):
        propose_edits(transcript, edits, by=reviewer)


def test_the_current_transcript_is_made_current_without_a_change(
    reviewer: User, talk: Transcript
) -> None:
    lines = talk.history.count()

    make_current(talk, by=reviewer)

    assert talk.history.count() == lines
