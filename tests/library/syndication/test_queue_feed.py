"""The feed of what waits for one account."""

import feedparser
import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode
from library.syndication.queue_feed import queue_feed_url
from scoring.curation.assignments import assign
from scoring.curation.workflow import send_back, submit
from tests.budget import queries
from tests.make import make_account, make_draft, make_ready

pytestmark = pytest.mark.django_db


def titles(account: User) -> list[str]:
    response = Client().get(queue_feed_url(account))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    return [entry.title for entry in feedparser.parse(response.content).entries]


def test_the_feed_has_only_the_tasks_of_its_account() -> None:
    edna, rita = make_account("edna", "Editor"), make_account("rita", "Reviewer")
    draft, ready, returned = make_draft(), make_ready(), make_ready("Returned talk")
    assign(draft, to=edna, note="", by=rita)
    submit(ready, by=edna)
    submit(returned, by=edna)
    send_back(returned, by=rita, reason="Too short")

    assert titles(edna) == ["Returned to me: Returned talk", "Assigned to me: A bare draft"]
    assert titles(rita) == ["Awaiting review: A ready talk"]


def test_the_feed_of_a_reviewer_omits_their_own_submissions() -> None:
    rita = make_account("rita", "Reviewer")
    submit(make_ready(), by=rita)

    assert titles(rita) == []


@pytest.mark.parametrize("change", ["password", "inactive", "no group", "forged"])
def test_the_feed_url_stops_working_after_account_changes(change: str) -> None:
    edna = make_account("edna", "Editor")
    address = queue_feed_url(edna)
    if change == "password":
        edna.set_password("another horse")
        edna.save()
    elif change == "inactive":
        User.objects.update(is_active=False)
    elif change == "no group":
        edna.groups.clear()
    else:
        address = address.replace("queue/", "queue/9")

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_feed_costs_the_same_for_any_queue(count: int) -> None:
    rita = make_account("rita", "Reviewer")
    for number in range(count):
        make_draft(f"Draft {number}")
    Episode.objects.update(status="in_review")
    address = queue_feed_url(rita)

    # The account, its permissions (2) and three queues.
    with queries(6):
        assert len(feedparser.parse(Client().get(address).content).entries) == count


def test_the_start_page_links_the_feed_of_its_account(client: Client) -> None:
    edna = make_account("edna", "Editor")
    client.force_login(edna)

    assert f'href="{queue_feed_url(edna)}"' in client.get("/admin/").content.decode()
