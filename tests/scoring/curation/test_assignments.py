"""Assignees of episodes, and notes to colleagues."""

import pytest
from django.contrib.auth.models import User

from library.models import Assignment, Episode
from library.pages.curation.start_page import StartPage
from scoring.curation.assignments import MAX_NOTE, assign, assignable
from scoring.curation.workflow import NotAllowed, Rejected
from tests.make import make_account, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_account("edna", "Editor")


def in_queue_of(account: User) -> int:
    return next(row.count for row in StartPage(account).queues if row.title == "Assigned to me")


def test_an_episode_is_in_the_queue_of_its_assignee_until_it_is_published(editor: User) -> None:
    rita, draft = make_account("rita", "Reviewer"), make_draft()

    assign(draft, to=rita, note=" Ask the guest. ", by=editor)

    stored = Assignment.objects.get()
    assert (stored.assignee, stored.note, stored.changed_by) == (rita, "Ask the guest.", editor)
    assert (in_queue_of(rita), in_queue_of(editor)) == (1, 0)
    Episode.objects.update(status="published")
    assert in_queue_of(rita) == 0


def test_an_assignment_is_changed_and_removed(editor: User) -> None:
    draft = make_draft()
    assign(draft, to=editor, note="", by=editor)
    assign(draft, to=None, note="Wait for the video.", by=editor)
    assert (Assignment.objects.get().assignee, Assignment.objects.get().note) == (
        None, "Wait for the video.",
    )  # fmt: skip

    assign(draft, to=None, note=" ", by=editor)

    assert not Assignment.objects.exists()


def test_only_editors_can_assign_and_be_assigned(editor: User) -> None:
    nobody, draft = make_account("nobody"), make_draft()
    gone = make_account("gone", "Editor")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    with pytest.raises(NotAllowed):
        assign(draft, to=None, note="x", by=nobody)
    for account in (nobody, gone):
        with pytest.raises(Rejected, match="permission to change episodes"):
            assign(draft, to=account, note="", by=editor)
    with pytest.raises(Rejected, match="at most 2,000"):
        assign(draft, to=None, note="x" * (MAX_NOTE + 1), by=editor)

    assert list(assignable()) == [editor]
    assert not Assignment.objects.exists()
