"""The rule of review: a published page is changed by two people, at least one a reviewer."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.captions import ParsedTranscript
from library.models import Episode, Guest, PendingChange, Transcript
from library.pages.curation.differences import ProposedChange
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from library.services.versions import version_of
from scoring.curation.editorial_assessments import publish_assessment, take_back_assessment
from scoring.curation.episode_edits import edit_draft, save_draft
from scoring.curation.pending_changes import accept, acceptance_faults, send_back
from scoring.curation.transcript_edits import Speaker, Stale, mark_speakers, replace_transcript
from scoring.curation.workflow import Rejected
from scoring.models import Assessment
from scoring.services.assessing import assess_transcript
from tests.make import BRIGHT, correct_cue, make_account, make_cues, make_parsed, make_ready

pytestmark = pytest.mark.django_db
SOURCE = Provenance(kind=Transcript.Kind.PUBLISHER)


@pytest.fixture
def editor() -> User:
    return make_account("edna", "Editor")


@pytest.fixture
def reviewer() -> User:
    return make_account("rita", "Reviewer")


@pytest.fixture
def episode() -> Episode:
    episode = make_ready()
    episode.status = Episode.Status.PUBLISHED
    episode.save()
    return episode


def propose_summary(episode: Episode, by: User, summary: str = "A new summary.") -> PendingChange:
    changed = Episode.objects.get(pk=episode.pk)
    changed.summary = summary
    change = save_draft(changed, by=by, changed=["summary"])
    assert change is not None
    return change


def test_every_kind_of_change_to_a_published_page_waits(
    episode: Episode, editor: User, reviewer: User, client: Client
) -> None:
    transcript = episode.transcripts.get()
    page = client.get(episode.get_absolute_url()).content
    lead = Assessment.objects.create(
        episode=episode, kind="editorial", status="draft", assessor="Maud", position=-80.0,
        band="risk-forward", lens="societal", confidence="high", evidence_mode="interview",
    )  # fmt: skip
    publish_assessment(lead)
    lead_page = client.get(episode.get_absolute_url()).content
    assert lead_page != page

    propose_summary(episode, editor)
    edit_draft(
        Episode.objects.get(), {"title": "A better title", "guests": ["Bea"]},
        by=editor, reason="By token",
    )  # fmt: skip
    correct_cue(transcript, 3, text="Put right.", speaker="", by=editor)
    replace_transcript(episode, parsed=make_parsed([BRIGHT] * 90), provenance=SOURCE, by=reviewer)
    mark_speakers(
        transcript, [Speaker(name, "Somebody") for name in transcript.speakers], by=editor
    )
    take_back_assessment(lead, by=reviewer)
    imported = import_transcript(
        ParsedTranscript("webvtt", tuple(make_cues([BRIGHT] * 80))),
        details=EpisodeDetails(show="Test Show", title="A ready talk", editor_note="Of a file."),
        provenance=SOURCE,
    )
    assess_transcript(imported.transcript)

    assert imported.waits
    assert client.get(episode.get_absolute_url()).content == lead_page
    assert episode.transcripts.get(is_current=True) == transcript
    waiting = PendingChange.objects.waiting().exclude(kind="speakers")
    assert sorted(f"{change.kind} by {change.proposed_by}" for change in waiting) == [
        "assessment by rita", "fields by None", "fields by edna", "transcript by None",
        "transcript by edna", "transcript by rita",
    ]  # fmt: skip
    fields = PendingChange.objects.get(kind="fields", proposed_by=editor)
    assert fields.after["summary"] == "A new summary."
    assert fields.after["title"] == "A better title"
    assert fields.after["guests"] == [Guest.objects.get(name="Bea").pk]


def test_a_proposal_is_shown_once_a_reviewer_accepted_it(
    episode: Episode, editor: User, reviewer: User, client: Client
) -> None:
    change = propose_summary(episode, editor)

    accept(change, by=reviewer, note="Well said.")

    assert "A new summary." in client.get(episode.get_absolute_url()).content.decode()
    saved = Episode.objects.get()
    assert (saved.texts_changed_by, saved.summary_by) == (editor, "editor")
    line = saved.history.first()
    assert line.history_user == reviewer
    assert line.history_change_reason == "Change by edna, accepted by rita: Well said."
    with pytest.raises(Rejected, match="has already been accepted"):
        accept(change, by=reviewer)


@pytest.mark.parametrize(
    ("author", "by", "reason"),
    [
        ("Editor", "Reviewer", ""),
        ("Editor", "Administrator", ""),
        ("Reviewer", "Editor", ""),
        ("Reviewer", "Reviewer", ""),
        ("Editor", "Editor", "A Reviewer must accept"),
        ("Reviewer", "", "You do not have permission"),
    ],
)
def test_a_change_needs_two_people_one_of_them_a_reviewer(
    episode: Episode, author: str, by: str, reason: str
) -> None:
    change = propose_summary(episode, make_account("one", author))
    other = make_account("other", *filter(None, [by]))

    faults = acceptance_faults(change, other)

    assert faults == [] if not reason else reason in faults[0]
    mine = acceptance_faults(change, User.objects.get(username="one"))
    assert "You proposed this change; someone else must accept it." in mine


def test_a_change_is_returned_with_a_note_and_nothing_is_shown(
    episode: Episode, editor: User, reviewer: User
) -> None:
    change = propose_summary(episode, editor)
    with pytest.raises(Rejected, match="Enter a note"):
        send_back(change, by=reviewer, note=" ")

    send_back(change, by=reviewer, note="Too long.")

    change.refresh_from_db()
    assert (change.state, change.note, change.decided_by) == ("returned", "Too long.", reviewer)
    assert Episode.objects.get().summary == "It is about testing."


def test_an_outdated_change_is_rejected(episode: Episode, editor: User, reviewer: User) -> None:
    first = propose_summary(episode, editor, "First.")
    second = propose_summary(episode, make_account("emil", "Editor"), "Second.")
    accept(first, by=reviewer)

    with pytest.raises(Rejected, match=r"The page changed after this proposal \(summary\)"):
        accept(second, by=reviewer)
    assert Episode.objects.get().summary == "First."


def test_the_reviewer_can_only_correct_typing_errors(
    episode: Episode, editor: User, reviewer: User
) -> None:
    change = propose_summary(episode, editor, "They recieve it.")
    with pytest.raises(Rejected, match="only correct typing errors"):
        accept(change, by=reviewer, corrected={"summary": "They never receive it."})

    accept(change, by=reviewer, corrected={"summary": "They receive it.", "slug": "hijacked"})

    saved = Episode.objects.get()
    assert (saved.summary, saved.slug, saved.texts_changed_by) == (
        "They receive it.", "a-ready-talk", editor,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "minor"),
    [
        ({"summary": "It is about tessting."}, False),
        ({"editor_note": "They receive it."}, True),
        ({"editor_note": "They receive it.", "slug": "other"}, False),
        ({"title": "A redy talk"}, False),
    ],
)
def test_only_typing_errors_are_minor(
    episode: Episode, editor: User, values: dict[str, Any], minor: bool
) -> None:
    Episode.objects.update(editor_note="They recieve it.")
    changed = Episode.objects.get()
    for name, value in values.items():
        setattr(changed, name, value)

    if not minor:
        with pytest.raises(Rejected, match="more than typing errors"):
            save_draft(changed, by=editor, changed=list(values), minor=True)
        assert Episode.objects.get().editor_note == "They recieve it."
        return
    assert save_draft(changed, by=editor, changed=list(values), minor=True) is None
    saved = Episode.objects.get()
    assert saved.editor_note == "They receive it."
    assert saved.history.first().history_change_reason == "Minor: typing errors."


def test_corrections_by_one_editor_are_merged(
    episode: Episode, editor: User, reviewer: User
) -> None:
    transcript = episode.transcripts.get()
    first = correct_cue(transcript, 3, text="Third.", speaker="", by=editor)
    with pytest.raises(Stale, match="is waiting for review"):
        correct_cue(transcript, 5, text="Fifth.", speaker="", by=editor)

    second = correct_cue(first, 5, text="Fifth.", speaker="", by=editor)
    change = PendingChange.objects.get(kind="transcript")
    assert change.transcript == second
    done = accept(change, by=reviewer)

    current = episode.transcripts.get(is_current=True)
    assert (current, done.transcript) == (second, second)
    cues = current.read_cues()
    assert (cues[2].text, cues[4].text) == ("Third.", "Fifth.")
    assert current.history.first().history_user == reviewer


def test_a_correction_of_a_replaced_transcript_is_rejected(
    episode: Episode, editor: User, reviewer: User
) -> None:
    transcript = episode.transcripts.get()
    correct_cue(transcript, 3, text="Third.", speaker="", by=editor)
    other = make_account("emil", "Editor")
    correct_cue(transcript, 3, text="His third.", speaker="", by=other)
    mine, his = PendingChange.objects.order_by("pk")
    accept(his, by=reviewer)

    with pytest.raises(Rejected, match="Another transcript has become current"):
        accept(mine, by=reviewer)
    assert episode.transcripts.get(is_current=True).read_cues()[2].text == "His third."


def test_a_withdrawal_of_the_leading_assessment_needs_a_second_person(
    episode: Episode, reviewer: User
) -> None:
    lead = Assessment.objects.create(
        episode=episode, kind="editorial", status="draft", assessor="Maud", position=-80.0,
        band="risk-forward", lens="societal", confidence="high", evidence_mode="interview",
    )  # fmt: skip
    publish_assessment(lead)
    change = take_back_assessment(lead, by=reviewer)
    assert change is not None
    assert Assessment.objects.get(leads=True) == lead

    accept(change, by=make_account("edna", "Editor"))

    assert Assessment.objects.get(leads=True).kind == "automatic"


def test_empty_required_texts_are_not_accepted(
    episode: Episode, editor: User, reviewer: User
) -> None:
    change = propose_summary(episode, editor, " ")
    with pytest.raises(Rejected, match="“Summary” is empty"):
        accept(change, by=reviewer)


def test_old_slugs_redirect_to_the_page(
    episode: Episode, editor: User, reviewer: User, client: Client
) -> None:
    changed = Episode.objects.get()
    changed.slug = "a-new-slug"
    change = save_draft(changed, by=editor, changed=["slug"])
    assert change is not None
    assert client.get("/episodes/a-ready-talk/").status_code == 200
    accept(change, by=reviewer)

    for address in ("", "transcript/", "changes/", "transcript.vtt", "?axis=clock"):
        response = client.get(f"/episodes/a-ready-talk/{address}")
        assert response.status_code == 301
        assert response["Location"] == f"/episodes/a-new-slug/{address}"
        assert client.get(response["Location"]).status_code == 200
    show = episode.show
    old, show.slug = show.slug, "renamed"
    show.save()
    assert client.get(f"/shows/{old}/")["Location"] == "/shows/renamed/"


def test_slugs_of_drafts_and_withdrawn_pages_return_404(episode: Episode, client: Client) -> None:
    draft = make_ready("Another talk")
    draft.slug = "published-later"
    draft.status = Episode.Status.PUBLISHED
    draft.save()
    assert client.get("/episodes/another-talk/").status_code == 404

    episode.slug = "moved"
    episode.save()
    episode.status = Episode.Status.ARCHIVED
    episode.save()
    assert client.get("/episodes/a-ready-talk/").status_code == 404


def test_speakers_of_a_waiting_transcript_are_part_of_the_proposal(
    episode: Episode, editor: User, reviewer: User
) -> None:
    parsed = ParsedTranscript("webvtt", tuple(make_cues([BRIGHT] * 60, speaker="Ann")))
    new, _ = replace_transcript(episode, parsed=parsed, provenance=SOURCE, by=editor)
    change = PendingChange.objects.get()
    seen = version_of(change)

    mark_speakers(new, [Speaker("Ann", "Ann Advert", "advert")], by=editor)

    with pytest.raises(Rejected, match="changed while you were reading it"):
        accept(change, by=reviewer, seen=seen)
    labels = [difference.label for difference in ProposedChange(change).differences]
    assert labels[-1] == "Ann"
