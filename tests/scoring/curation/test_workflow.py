import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from library.models import Episode, TextOrigin
from scoring.curation.workflow import (
    FROM,
    PERMISSIONS,
    STEPS,
    Rejected,
    rejection_reasons,
    save_edit,
)
from scoring.services.assessing import assess_transcript
from tests.make import make_account, make_draft, make_episode, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_account("edna", "Editor")


@pytest.fixture
def reviewer() -> User:
    return make_account("rita", "Reviewer")


@pytest.fixture
def administrator() -> User:
    return make_account("adam", "Administrator")


def handed_in(by: User) -> Episode:
    return STEPS["submit"](make_ready(), by=by)


def test_a_draft_with_a_leading_assessment_is_scored() -> None:
    episode = make_episode(publish=False)
    assert episode.status == "draft"

    assess_transcript(episode.transcripts.get())

    episode.refresh_from_db()
    assert episode.status == "scored"
    assert "An assessment leads" in episode.history.first().history_change_reason


def test_an_episode_is_published_after_review_by_a_second_person(
    editor: User, reviewer: User, client: Client
) -> None:
    episode = handed_in(editor)
    assert episode.status == "in_review"
    assert client.get(episode.get_absolute_url()).status_code == 404

    STEPS["publish"](episode, by=reviewer, reason="Listened to it.")

    assert client.get(episode.get_absolute_url()).status_code == 200
    line = episode.history.first()
    assert (line.history_user, line.status) == (reviewer, "published")
    assert line.history_change_reason == "Reviewed and published: Listened to it."


def test_an_incomplete_draft_is_rejected_with_every_reason(reviewer: User) -> None:
    with pytest.raises(Rejected) as refused:
        STEPS["publish"](make_draft(), by=reviewer)

    assert refused.value.reasons == [
        "The episode is a draft, but must be in review for this step.",
        "“Why this matters” is empty; a person must write it.",
        "“Summary” is empty; a person must write it.",
        "Add a transcript first.",
    ]
    assert Episode.objects.get().status == "draft"


@pytest.mark.parametrize("origin", [TextOrigin.MACHINE, TextOrigin.SOURCE])
def test_machine_written_and_copied_texts_block_publication(
    editor: User, origin: TextOrigin
) -> None:
    episode = make_ready()
    Episode.objects.update(summary_by=origin)
    episode.refresh_from_db()

    with pytest.raises(
        Rejected, match=r"“Summary” is (written by a machine|taken from the source)"
    ):
        STEPS["submit"](episode, by=editor)


def test_reviewers_cannot_publish_their_own_submission(reviewer: User) -> None:
    with pytest.raises(Rejected, match="You submitted this episode for review; someone else"):
        STEPS["publish"](handed_in(reviewer), by=reviewer)


def test_reviewers_cannot_publish_texts_they_changed_last(editor: User, reviewer: User) -> None:
    episode = handed_in(editor)
    episode.summary = "Rewritten by its reviewer."
    save_edit(episode, by=reviewer, changed=["summary"])

    with pytest.raises(Rejected, match="You made the last change to its texts"):
        STEPS["publish"](episode, by=reviewer)


def test_a_typing_error_corrected_by_the_reviewer_does_not_block_publication(
    editor: User, reviewer: User
) -> None:
    episode = handed_in(editor)
    episode.summary = "It is about testng."
    save_edit(episode, by=editor, changed=["summary"])

    episode.summary = "It is about testing."
    save_edit(episode, by=reviewer, changed=["summary"])

    assert Episode.objects.get().texts_changed_by == editor
    assert STEPS["publish"](episode, by=reviewer).status == "published"


def test_texts_that_the_reviewer_rewrote_are_published_once_the_editor_submits_them(
    editor: User, reviewer: User
) -> None:
    episode = handed_in(editor)
    episode.summary = "Rewritten by its reviewer."
    save_edit(episode, by=reviewer, changed=["summary"])
    STEPS["return"](episode, by=reviewer, reason="Do you agree?")

    STEPS["submit"](episode, by=editor)

    assert STEPS["publish"](episode, by=reviewer).status == "published"


def test_an_edit_makes_the_editor_the_author_and_keeps_the_state(editor: User) -> None:
    episode = make_ready()
    Episode.objects.update(summary_by=TextOrigin.MACHINE)
    episode.refresh_from_db()

    episode.summary, episode.status = "By hand.", Episode.Status.PUBLISHED
    save_edit(episode, by=editor, changed=["summary"])

    stored = Episode.objects.get()
    assert (stored.summary, stored.summary_by, stored.status) == ("By hand.", "editor", "scored")
    assert stored.texts_changed_by == editor


def test_a_restored_text_keeps_its_author_and_counts_as_a_change(
    editor: User, reviewer: User
) -> None:
    episode = make_ready()
    save_edit(episode, by=editor, changed=["summary"])
    old = episode.history.filter(summary_by=TextOrigin.SOURCE).first().instance

    save_edit(old, by=reviewer, changed=[])

    stored = Episode.objects.get()
    assert (stored.summary_by, stored.texts_changed_by) == (TextOrigin.SOURCE, reviewer)
    assert stored.summary == old.summary != "It is about testing."


def test_changing_a_text_keeps_the_episode_published_and_is_recorded(
    editor: User, reviewer: User
) -> None:
    episode = STEPS["publish"](handed_in(editor), by=reviewer)

    episode.summary = "Better said."
    save_edit(episode, by=editor, changed=["summary"])

    assert Episode.objects.get().status == "published"
    new, old = episode.history.all()[:2]
    assert [change.field for change in new.diff_against(old).changes] == ["summary"]
    assert new.history_user == editor


def test_a_reviewer_returns_an_episode_only_with_a_reason(editor: User, reviewer: User) -> None:
    episode = handed_in(editor)
    with pytest.raises(Rejected, match="Enter a reason"):
        STEPS["return"](episode, by=reviewer, reason="  ")

    STEPS["return"](episode, by=reviewer, reason="Which Turing?")

    assert Episode.objects.get().status == "scored"
    assert episode.history.first().history_change_reason == "Returned to the editor: Which Turing?"


def test_a_restored_episode_needs_another_review(administrator: User, client: Client) -> None:
    episode = make_episode()
    STEPS["archive"](episode, by=administrator, reason="Its show asked for it.")
    assert client.get(episode.get_absolute_url()).status_code == 404

    STEPS["restore"](episode, by=administrator)

    assert Episode.objects.get().status == "draft"


def test_an_override_publishes_without_review_and_is_recorded(administrator: User) -> None:
    episode = make_draft()

    STEPS["override"](episode, by=administrator, reason="Press day.")

    line = episode.history.first()
    assert (line.status, line.history_user) == ("published", administrator)
    assert line.history_change_reason == "Operator's override: Press day."


def test_the_publish_option_of_an_import_is_recorded_as_an_override() -> None:
    line = make_episode(publish=True).history.filter(status="published").first()

    assert line.history_change_reason == "Operator's override: imported with --publish"
    assert line.history_user is None


MAY_BY_GROUP = {
    "Editor": {"submit", "withdraw"},
    "Reviewer": {"submit", "withdraw", "return", "publish"},
    "Administrator": set(STEPS),
    "": set(),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("group", [*MAY_BY_GROUP, "anonymous"])
def test_each_group_can_take_only_its_own_steps(group: str, step: str) -> None:
    account = AnonymousUser() if group == "anonymous" else make_account("someone", group)
    episode = make_ready()
    episode.status = FROM[step][0]
    Episode.objects.update(status=episode.status)

    reasons = rejection_reasons(step, episode, by=account, reason="Because.")

    allowed = step in MAY_BY_GROUP.get(group, set())
    assert reasons == (
        [] if allowed else [f"You do not have permission to {PERMISSIONS[step][1]}."]
    )
    if not allowed:
        with pytest.raises(Rejected):
            STEPS[step](episode, by=account, reason="Because.")
        assert Episode.objects.get().status == episode.status


def test_replacing_the_recording_clears_its_data() -> None:
    episode = make_draft()
    episode.audio_url, episode.audio_type, episode.audio_bytes = "https://a.org/1", "audio/ogg", 9
    episode.save()
    account = make_account("eva")

    episode.title = "Another title"
    save_edit(episode, by=account, changed=["title"])
    assert (episode.audio_type, episode.audio_bytes) == ("audio/ogg", 9)
    episode.audio_url, episode.audio_bytes = "https://a.org/2", 12
    save_edit(episode, by=account, changed=["audio_url", "audio_bytes"])
    episode.refresh_from_db()
    assert (episode.audio_type, episode.audio_bytes) == ("", 12)
