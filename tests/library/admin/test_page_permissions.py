"""Which groups can open the pages of the admin and take the steps of the workflow."""

import pytest
from django.test import Client

from library.models import Episode, Transcript
from scoring.curation.workflow import FROM, STEPS
from tests.make import (
    PLAIN,
    make_account,
    make_ready,
)

pytestmark = pytest.mark.django_db


EDITORS = {"Editor", "Reviewer", "Administrator"}


ACTIONS = [
    ("get", "/admin/library/episode/add/", EDITORS),
    ("get", "/admin/library/episode/{episode}/change/", EDITORS),
    ("get", "/admin/library/episode/{episode}/history/", EDITORS),
    ("get", "/admin/library/episode/{episode}/preview/", EDITORS),
    ("get", "/admin/library/episode/{episode}/drawing/", EDITORS),
    ("get", "/admin/library/episode/{episode}/delete/", {"Administrator"}),
    ("get", "/admin/library/pendingchange/", EDITORS),
    ("get", "/admin/library/transcript/add/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/change/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/speakers/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/cues/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/cues.json", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/download/txt/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/delete/", {"Administrator"}),
    ("get", "/admin/library/show/add/", EDITORS),
    ("get", "/admin/library/shelf/add/", EDITORS),
    ("get", "/admin/scoring/assessment/add/", EDITORS),
    ("get", "/admin/auth/user/add/", {"Administrator"}),
]


@pytest.mark.parametrize("group", ["anonymous", "none", "Editor", "Reviewer", "Administrator"])
@pytest.mark.parametrize(("method", "address", "allowed"), ACTIONS)
def test_each_page_opens_only_for_its_groups(
    client: Client, group: str, method: str, address: str, allowed: set[str]
) -> None:
    episode = make_ready()
    place = address.format(episode=episode.pk, transcript=episode.transcripts.get().pk)
    if group != "anonymous":
        client.force_login(make_account("someone", group))

    status = getattr(client, method)(place).status_code

    expected = 302 if group == "anonymous" else 200 if group in allowed else 403
    assert status == expected


STEPS_OF = {
    "anonymous": set(),
    "none": set(),
    "Editor": {"submit", "withdraw"},
    "Reviewer": {"submit", "withdraw", "return", "publish"},
    "Administrator": set(STEPS),
}


AFTER = {
    "submit": "in_review", "withdraw": "scored", "return": "scored", "publish": "published",
    "archive": "archived", "restore": "scored", "override": "published",
}  # fmt: skip


@pytest.mark.parametrize("group", STEPS_OF)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_works_only_for_its_groups(client: Client, group: str, step: str) -> None:
    episode = make_ready()
    state = FROM[step][0].value
    Episode.objects.update(status=state)
    if group != "anonymous":
        client.force_login(make_account("someone", group))

    client.post(
        f"/admin/library/episode/{episode.pk}/workflow/", {"step": step, "reason": "A test."}
    )

    allowed = step in STEPS_OF[group]
    assert Episode.objects.get().status == (AFTER[step] if allowed else state)


@pytest.mark.parametrize(
    ("group", "waived"), [("anonymous", False), ("Editor", False), ("Reviewer", True)]
)
def test_only_reviewers_waive_failed_quality_checks(
    client: Client, group: str, waived: bool
) -> None:
    transcript = make_ready(sentences=[PLAIN] * 60).transcripts.get()
    if group != "anonymous":
        client.force_login(make_account("someone", group))

    client.post(f"/admin/library/transcript/{transcript.pk}/waive/", {"reason": "A test."})

    transcript.refresh_from_db()
    assert bool(transcript.gates_waived_reason) == waived
    page = client.get(f"/admin/library/transcript/{transcript.pk}/change/")
    assert ("Take back" in page.text) == waived
    Transcript.objects.update(gates_waived_reason="A test.")
    client.post(f"/admin/library/transcript/{transcript.pk}/unwaive/")
    transcript.refresh_from_db()
    assert bool(transcript.gates_waived_reason) != waived
    if waived:
        history = client.get(f"/admin/library/transcript/{transcript.pk}/history/").text
        assert "Acceptance of failed quality checks taken back: A test." in history
