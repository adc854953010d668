from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from library.http.safe_client import FetchError
from library.importing.podcast_feeds import import_feed
from library.importing.rss_parser import FeedError, matches_filters, read_feed
from library.models import Episode, Feed, FeedEntry, Job, JobItem, Show, Transcript
from library.services.jobs import claim_item
from scoring.job_handlers import start_feeds
from scoring.models import Assessment
from scoring.tasks import do_job_item, import_feeds
from tests.library.server import Server, serve
from tests.make import PLAIN

pytestmark = pytest.mark.django_db

VTT = "WEBVTT\n\n" + "\n\n".join(
    f"00:{n // 60:02}:{n % 60:02}.000 --> 00:{n // 60:02}:{n % 60:02}.900\n<v Ada>{PLAIN}"
    for n in range(40)
)


def item(number: int, *, title: str = "", transcript: str = "/{n}.vtt", kind: str = "text/vtt",
         extra: str = "") -> str:  # fmt: skip
    address = transcript.format(n=number)
    offered = f'<podcast:transcript url="{address}" type="{kind}"/>' if address else ""
    return (
        f"<item><title>{title or f'Talk {number}'}</title><guid>guid-{number}</guid>"
        f"<pubDate>{number:02} May 2025 10:00:00 +0000</pubDate>"
        f'<enclosure url="https://example.org/{number}.mp3" type="audio/mpeg" length="1234"/>'
        f"<description>About compute.</description>{offered}{extra}</item>"
    )


def rss(*items: str) -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show</title>'
        + "".join(items)
        + "</channel></rss>"
    ).encode()


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    settings.FETCH_ALLOW_PRIVATE = True
    with serve() as running:
        for number in range(1, 9):
            words = VTT.replace("two layers", f"{number} layers").encode()
            running.pages[f"/{number}.vtt"] = (200, {"Content-Type": "text/vtt"}, words)
        yield running


@pytest.fixture
def feed(server: Server) -> Feed:
    show = Show.objects.create(slug="show", title="Show")
    return Feed.objects.create(show=show, url=f"{server.url}/feed", most_new=2)


def offer(server: Server, *items: str, etag: str = '"1"') -> None:
    server.pages["/feed"] = (200, {"ETag": etag}, rss(*items))


def test_new_feed_entries_become_drafts_with_the_publishers_transcript(
    server: Server, feed: Feed
) -> None:
    offer(server, item(1), item(2, transcript=""))

    outcome = import_feed(feed)

    assert str(outcome) == "1 drafts, 1 without a transcript"
    episode = Episode.objects.get()
    assert (episode.status, episode.title, episode.published_on) == (
        "draft",
        "Talk 1",
        date(2025, 5, 1),
    )
    assert (episode.audio_url, episode.summary) == ("https://example.org/1.mp3", "")
    assert (episode.audio_type, episode.audio_bytes) == ("audio/mpeg", 1234)
    transcript = episode.transcripts.get()
    assert (transcript.kind, transcript.source_name) == (Transcript.Kind.PUBLISHER, "1.vtt")
    assert "/1.vtt" in transcript.source_note
    assert transcript.speakers == ["Ada"]


def test_importing_again_adds_no_duplicates_and_skips_an_unchanged_feed(
    server: Server, feed: Feed
) -> None:
    offer(server, item(1))
    import_feed(feed)
    asked = len(server.asked)

    assert str(import_feed(feed)) == "unchanged since the last import"
    assert len(server.asked) == asked + 1
    offer(server, item(1), item(2), etag='"2"')
    assert str(import_feed(feed)) == "1 drafts, 1 already in the library"
    assert Episode.objects.count() == 2


def test_concurrent_imports_create_each_draft_once(server: Server, feed: Feed) -> None:
    offer(server, item(1), item(2))
    meanwhile: list[str] = []

    def other_worker() -> None:
        if not meanwhile:
            meanwhile.append("begun")
            meanwhile.append(str(import_feed(Feed.objects.get(pk=feed.pk))))

    outcome = import_feed(feed, heartbeat=other_worker)

    assert meanwhile[1] == "2 drafts"
    assert str(outcome) == "0 drafts, 2 already in the library"
    assert Episode.objects.count() == FeedEntry.objects.count() == 2


def test_a_worker_sends_heartbeats_and_stops_when_another_claims_the_item(
    server: Server, feed: Feed, caplog: pytest.LogCaptureFixture
) -> None:
    offer(server, item(1), item(2))
    pk = start_feeds([feed]).items.get().pk
    held = claim_item(pk, at=timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS - 30))
    assert held

    with patch("scoring.tasks.claim_item", return_value=held):
        JobItem.objects.filter(pk=pk).update(holder="another")
        do_job_item(pk)
        assert "another worker has claimed item" in caplog.text
        assert not Episode.objects.exists()

        JobItem.objects.filter(pk=pk).update(holder=held.holder)
        do_job_item(pk)

    assert JobItem.objects.get(pk=pk).outcome == "2 drafts"
    assert Assessment.objects.count() == 2


def test_the_newest_entries_are_imported_first_and_the_rest_postponed(
    server: Server, feed: Feed
) -> None:
    offer(server, *(item(number) for number in (1, 2, 3)))

    assert str(import_feed(feed)) == "2 drafts, 1 postponed to the next import"
    assert set(Episode.objects.values_list("title", flat=True)) == {"Talk 3", "Talk 2"}
    assert str(import_feed(feed)) == "1 drafts, 2 already in the library"
    assert str(import_feed(feed)) == "unchanged since the last import"


def test_a_failed_transcript_is_reported_and_retried(server: Server, feed: Feed) -> None:
    good = server.pages["/1.vtt"]
    server.pages["/1.vtt"] = (200, {}, b"WEBVTT\n\nnonsense")
    offer(server, item(1), item(2, transcript="/gone.vtt"))

    outcome = import_feed(feed)

    assert len(outcome.failed) == 2
    assert any(
        "Talk 2" in line and "responded with 404" in line for line in map(str, outcome.failed)
    )
    assert not Episode.objects.exists()
    server.pages["/1.vtt"] = good
    assert len(import_feed(feed).drafts) == 1


def test_a_partly_failed_feed_leaves_the_queue_when_dismissed(
    server: Server, feed: Feed, admin_client: Client
) -> None:
    Feed.objects.update(most_new=3)
    offer(server, item(1), item(2), item(3, transcript="/gone.vtt"))
    do_job_item(start_feeds([feed]).items.get().pk)
    job = Job.objects.get()
    words = f"2 of 3 done, 1 failed: Talk 3: {server.url}/gone.vtt: responded with 404"

    progress = Job.objects.with_progress().get().progress
    assert (progress.label, progress.sentence) == ("Partly done", f"Show: {words}")
    for address in ("job/", f"job/{job.pk}/change/", f"feed/{feed.pk}/change/"):
        page = admin_client.get(f"/admin/library/{address}").text
        assert "Partly done" in page
        assert words in page
    queues = admin_client.get("/admin/").text
    assert words in queues.split("Failed jobs</a>")[1].split("</tr>")[0]
    assert list(Feed.objects.failing()) == [feed]

    page = admin_client.post(f"/admin/library/job/{job.pk}/dismiss/", follow=True).text
    assert "Dismissed by admin" in page
    assert "Dismiss failures" not in page
    assert (
        "Dismissed: Show: 2 of 3" in admin_client.get(f"/admin/library/job/{job.pk}/history/").text
    )
    assert "Dismissed by admin" in admin_client.get(f"/admin/library/feed/{feed.pk}/change/").text
    assert words not in admin_client.get("/admin/").text
    assert not Feed.objects.failing().exists()

    do_job_item(start_feeds([feed]).items.get().pk)
    assert not JobItem.objects.unresolved().exists()

    server.pages["/gone.vtt"] = (404, {}, b"")
    offer(server, item(1), item(2), item(3, transcript="/8.vtt"))
    admin_client.post(f"/admin/library/job/{job.pk}/retry/")
    do_job_item(job.items.get().pk)
    assert Job.objects.with_progress().get(pk=job.pk).progress.label == "Done"
    assert Episode.objects.count() == 3


def test_a_later_import_of_the_entry_clears_the_failure(server: Server, feed: Feed) -> None:
    offer(server, item(1, transcript="/gone.vtt"), item(2))
    do_job_item(start_feeds([feed]).items.get().pk)
    offer(server, item(1, transcript="/gone.vtt"), item(2), item(3), item(4))
    do_job_item(start_feeds([feed]).items.get().pk)
    # The failed entry was postponed to the next import, so its failure is still open.
    assert JobItem.objects.unresolved().get().failures[0]["key"] == "guid-1"

    offer(server, item(1), item(2), item(3), item(4))
    do_job_item(start_feeds([feed]).items.get().pk)

    assert not JobItem.objects.unresolved().exists()
    assert not Feed.objects.failing().exists()
    assert JobItem.objects.failed().get().resolution == "superseded"


def test_an_existing_episode_is_not_changed(server: Server, feed: Feed) -> None:
    known = Episode.objects.create(
        slug="mine", title="Talk 1", show=feed.show, published_on=date(2025, 5, 1)
    )
    offer(server, item(1))

    assert str(import_feed(feed)) == "0 drafts, 1 already in the library"
    assert not known.transcripts.exists()
    assert FeedEntry.objects.get().episode == known


def test_the_same_title_on_another_date_is_a_different_episode(server: Server, feed: Feed) -> None:
    offer(server, item(1, title="Bonus"), item(2, title="Bonus"))

    import_feed(feed)

    assert set(Episode.objects.values_list("slug", flat=True)) == {"bonus", "bonus-2025-05-01"}


def test_feed_filters_select_entries_by_word() -> None:
    (found,) = read_feed(rss(item(1, title="On compute &amp; Risk")), "https://example.org/feed")

    assert matches_filters(found, [], [])
    assert matches_filters(found, ["risk"], ["art"])
    assert not matches_filters(found, ["ris"], [])
    assert not matches_filters(found, ["risk"], ["COMPUTE"])


def test_the_transcript_format_with_the_most_data_is_preferred() -> None:
    more = '<podcast:transcript url="t.json" type="application/json; charset=utf-8"/>'
    (found,) = read_feed(rss(item(1, extra=more)), "https://example.org/feed")
    (page,) = read_feed(rss(item(1, kind="text/html")), "https://example.org/feed")

    assert found.transcript_url == "https://example.org/t.json"
    assert page.transcript_type == "text/html"


BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (BOMB, "entity declarations are not allowed"),
        (BOMB.decode().encode("utf-16"), "unsupported encoding"),
        (b"<rss><channel>", "invalid XML"),
        (b"<html><body>hello</body></html>", "not an RSS feed"),
        (b"", "invalid XML"),
    ],
)
def test_an_invalid_feed_is_rejected_and_the_error_stored(
    server: Server, feed: Feed, body: bytes, told: str
) -> None:
    server.pages["/feed"] = (200, {}, body)

    with pytest.raises(FeedError, match=told):
        import_feed(feed)

    feed.refresh_from_db()
    assert feed.outcome
    assert feed.checked_at


def test_a_server_error_is_stored_with_the_feed(server: Server, feed: Feed) -> None:
    server.pages["/feed"] = (500, {}, b"")

    with pytest.raises(FetchError, match="responded with 500"):
        import_feed(feed)

    feed.refresh_from_db()
    assert "responded with 500" in feed.outcome


def test_a_transcript_in_a_private_network_is_not_fetched(
    server: Server, feed: Feed, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_ALLOW_PRIVATE = False
    monkeypatch.setattr(
        "library.http.safe_client.is_public", lambda address: address == "127.0.0.1"
    )
    offer(server, item(1, transcript="http://169.254.169.254/{n}.vtt"))

    assert "private addresses" in str(import_feed(feed).failed[0])


def test_the_command_imports_all_feeds_or_the_named_ones(server: Server, feed: Feed) -> None:
    offer(server, item(1))
    out, err = StringIO(), StringIO()

    call_command("import_feeds", stdout=out)
    assert out.getvalue() == "Show: 1 drafts\n1 drafts from 1 feeds, 0 could not be read\n"

    server.pages["/feed"] = (500, {}, b"")
    with pytest.raises(CommandError, match="1 of 1 feeds could not be read"):
        call_command("import_feeds", "show", stdout=out, stderr=err)
    assert "responded with 500" in err.getvalue()
    with pytest.raises(CommandError, match="the show 'other' has no feed"):
        call_command("import_feeds", "other")
    Feed.objects.update(enabled=False)
    call_command("import_feeds", stdout=out)
    assert out.getvalue().endswith("0 drafts from 0 feeds, 0 could not be read\n")


@pytest.mark.django_db(transaction=True)
def test_the_schedule_and_the_admin_import_feeds_and_assess_the_drafts(
    server: Server, feed: Feed, admin_client: Client
) -> None:
    offer(server, item(1))

    assert import_feeds() == 1

    assert Job.objects.get().items.get().outcome == "1 drafts"
    assert Assessment.objects.get().episode.title == "Talk 1"
    server.pages["/feed"] = (500, {}, b"")
    page = admin_client.post(
        "/admin/library/feed/",
        {"action": "read_now", "_selected_action": [feed.pk]},
        follow=True,
    )
    assert "FetchError" not in page.text
    assert "responded with 500" in page.text
    assert "responded with 500" in admin_client.get("/admin/library/feed/").text


@pytest.mark.parametrize("address", ["http://[::1", "//[", "http://[x"])
def test_an_invalid_url_is_ignored(address: str) -> None:
    extra = f'<enclosure url="{address}" type="audio/mpeg"/>'

    (found,) = read_feed(rss(item(1, transcript=address, extra=extra)), "https://example.org/feed")

    assert found.transcript_url == ""


@pytest.mark.parametrize(
    "day", ["0000-01-01", "9999-12-31T23:59:59-99:99", "00 000 0000 99:99:99 +9999", "-1"]
)
def test_an_invalid_date_is_ignored(day: str) -> None:
    data = rss(item(1)).replace(b"01 May 2025 10:00:00 +0000", day.encode())

    (found,) = read_feed(data, "https://example.org/feed")

    assert found.published_on is None
