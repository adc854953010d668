"""The start page of the admin: queues, and a constant number of queries."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, Job, JobItem
from library.services.jobs import NewItem, start_job
from scoring.curation.reader_challenges import decide, take_opinion
from scoring.models import Assessment, Challenge
from tests.budget import queries
from tests.make import (
    PLAIN,
    make_assessed,
    make_draft,
    make_placed,
    make_ready,
)

pytestmark = pytest.mark.django_db


def test_the_start_page_counts_each_queue_and_links_to_it(client: Client, editor: User) -> None:
    make_draft()
    make_ready()
    make_assessed("Doubtful", publish=False)
    scored = make_assessed("Far apart", sentences=[PLAIN] * 60).episode
    Assessment.objects.filter(episode=scored).update(leads=False)
    Assessment.objects.create(
        episode=scored, kind="editorial", leads=True, assessor="Eve", position=80.0,
        band="opportunity-forward", lens="societal", confidence="high", evidence_mode="interview",
    )  # fmt: skip
    Episode.objects.filter(slug="a-ready-talk").update(status="in_review")

    html = client.get("/admin/").content.decode()

    for queue, title in (
        ("transcript", "A bare draft"),
        ("gates", "Doubtful"),
        ("review", "A ready talk"),
        ("disagreement", "Far apart"),
    ):
        address = f"/admin/library/episode/?queue={queue}"
        assert address in html
        listed = client.get(address).content.decode()
        assert title in listed
        others = {"A bare draft", "A ready talk"} - {title}
        assert not any(f">{other}</a>" in listed for other in others)


def test_failed_jobs_are_counted_and_linked(client: Client, editor: User) -> None:
    for title in ("Went well", "Went wrong"):
        start_job(Job.Kind.SCORE, title, [NewItem("one", "One"), NewItem("two", "Two")])
    JobItem.objects.filter(job__title="Went wrong").update(state="failed")

    html = client.get("/admin/").content.decode()

    row = html.split("Failed jobs</a>")[1].split("</tr>")[0]
    assert '<td class="number">2</td>' in row
    listed = client.get("/admin/library/job/?failed=yes").content.decode()
    assert listed.count("Went wrong</a>") == 1
    assert "Went well" not in listed


def test_waiting_reader_comments_are_counted_and_linked(client: Client, editor: User) -> None:
    lead = make_assessed()
    for kind in (Challenge.Kind.AGREE, Challenge.Kind.DISAGREE):
        take_opinion(lead.episode, lead=lead, kind=kind, words=f"I {kind}.")
    decide(
        Challenge.objects.get(kind=Challenge.Kind.AGREE), state=Challenge.State.ACCEPTED, by=editor
    )

    html = client.get("/admin/").content.decode()

    row = html.split("Reader comments</a>")[1].split("</tr>")[0]
    assert '<td class="number">1</td>' in row
    assert "/admin/scoring/challenge/?state__exact=waiting" in html
    listed = client.get("/admin/scoring/challenge/?state__exact=waiting")
    assert [row.kind for row in listed.context["cl"].result_list] == ["disagree"]


@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/admin/", 22),
        ("/admin/library/episode/", 9),
        ("/admin/library/transcript/add/", 4),
        ("/admin/scoring/assessment/", 8),
        ("/admin/scoring/assessment/add/", 4),
    ],
)
def test_pages_make_the_same_number_of_queries_for_any_library(
    client: Client, editor: User, count: int, address: str, budget: int
) -> None:
    first = make_placed("Number 0", 0)
    Episode.objects.bulk_create(
        Episode(slug=f"n{number}", title=f"Number {number}", show=first.show, status="published")
        for number in range(1, count)
    )
    lead = Assessment.objects.get()
    rows = [
        Assessment(
            episode=episode,
            kind="editorial",
            leads=True,
            assessor="Eve",
            position=0,
            band=lead.band,
            lens=lead.lens,
            confidence="low",
            evidence_mode="interview",
        )
        for episode in Episode.objects.exclude(pk=first.pk)
    ]
    Assessment.objects.bulk_create(rows)
    client.get(address)

    with queries(budget):
        assert client.get(address).status_code == 200
