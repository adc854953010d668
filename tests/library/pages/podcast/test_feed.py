from datetime import date
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from library.models import Episode, Guest
from library.pages.podcast import listing_feed
from library.pages.podcast.feed import guid_of
from tests.budget import queries
from tests.library.views.test_views import get
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_draft, make_episode, make_placed

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"


def channel(client: Client, address: str) -> ElementTree.Element:
    found = ElementTree.fromstring(client.get(address).content).find("channel")
    assert found is not None
    return found


def pages(found: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in found.iter(f"{ATOM}link")}


def test_an_item_has_transcripts_guests_and_length(client: Client) -> None:
    episode = make_assessed("Dark", sentences=[DARK] * 30, published_on=date(2024, 2, 3)).episode
    episode.transcripts.update(language="en")
    make_draft()

    answer = client.get("/podcast.xml")

    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    (entry,) = feed.entries
    assert (entry.title, entry.link) == ("Dark", f"{SITE}/episodes/dark/")
    assert entry.id == f"{SITE}/episodes/dark/"
    assert entry.published_parsed[:3] == (2024, 2, 3)
    assert "(risk-forward), " in entry.summary
    assert "Summary of Dark." in entry.summary
    assert entry.itunes_duration == "149"
    root = ElementTree.fromstring(answer.content)
    (person,) = root.iter(f"{PODCAST}person")
    assert (person.text, person.attrib) == (
        "Ada Guest",
        {"role": "guest", "href": f"{SITE}/guests/ada-guest/"},
    )
    found = {each.attrib["type"]: each.attrib for each in root.iter(f"{PODCAST}transcript")}
    assert set(found) == {"text/vtt", "application/x-subrip", "text/plain", "application/json"}
    assert found["text/vtt"] == {
        "url": f"{SITE}/episodes/dark/transcript.vtt",
        "type": "text/vtt",
        "language": "en",
        "rel": "captions",
    }
    assert "rel" not in found["text/plain"]
    for each in found.values():
        served = client.get(each["url"].removeprefix(SITE))
        assert served["Content-Type"].startswith(each["type"])


def test_unknown_transcript_data_is_left_out(client: Client) -> None:
    make_episode("Bare", timed=False)

    root = channel(client, "/podcast.xml")

    assert root.find(f"item/{ITUNES}duration") is None
    transcripts = [found.attrib for found in root.iter(f"{PODCAST}transcript")]
    assert transcripts == [
        {"url": f"{SITE}/episodes/bare/transcript/", "type": "text/html"},
        {"url": f"{SITE}/episodes/bare/transcript.txt", "type": "text/plain"},
    ]
    for found in transcripts:
        served = client.get(found["url"].removeprefix(SITE))
        assert served["Content-Type"].startswith(found["type"])


def test_a_transcript_that_cannot_be_shared_is_omitted(client: Client) -> None:
    make_episode("Kept")
    Episode.objects.update(text_may_be_shared=False)

    root = channel(client, "/podcast.xml")

    assert root.find(f"item/{PODCAST}transcript") is None
    assert root.find(f"item/{ITUNES}duration") is not None


def test_the_channel_has_what_players_and_directories_require(
    client: Client, settings: Any
) -> None:
    settings.PODCAST_EXPLICIT = True
    root = channel(client, "/podcast.xml")

    assert root.findtext("title") == "Counterpoint"
    assert root.findtext("link") == f"{SITE}/"
    assert root.findtext("language") == "en"
    assert root.findtext(f"{ITUNES}type") == "episodic"
    assert root.findtext(f"{ITUNES}author") == "Counterpoint"
    assert root.findtext(f"{ITUNES}explicit") == "true"
    image = root.find(f"{ITUNES}image")
    assert image is not None
    assert client.get(image.attrib["href"].removeprefix(SITE))["Content-Type"] == "image/png"
    assert root.findtext(f"{PODCAST}guid") == guid_of(f"{SITE}/podcast.xml")


def test_the_feed_guid_follows_the_podcasting_standard() -> None:
    """Uses the example in the standard."""
    known = "917393e3-1b1e-5cef-ace4-edaa54e1f810"

    assert guid_of("https://mp3s.nashownotes.com/pc20rss.xml") == known
    assert guid_of("http://mp3s.nashownotes.com/pc20rss.xml/") == known


@pytest.mark.parametrize(
    ("audio", "said"),
    [
        ({"audio_url": "https://example.org/a.mp3?x=1", "audio_bytes": 9}, ("9", "audio/mpeg")),
        (
            {"audio_url": "https://example.org/a", "audio_bytes": 9, "audio_type": "audio/ogg"},
            ("9", "audio/ogg"),
        ),
        ({"audio_url": "https://example.org/a", "audio_bytes": 9}, None),
        ({"audio_url": "https://example.org/a.mp3"}, None),
        ({"audio_bytes": 9, "audio_type": "audio/ogg"}, None),
        ({"video_id": "dQw4w9WgXcQ"}, None),
    ],
)
def test_an_enclosure_needs_url_type_and_length(
    client: Client, audio: dict[str, object], said: tuple[str, str] | None
) -> None:
    make_placed("Heard", 10, **audio)

    (entry,) = feedparser.parse(client.get("/podcast.xml").content).entries

    found = [(one.length, one.type, one.href) for one in entry.enclosures]
    assert found == ([(*said, audio["audio_url"])] if said else [])


def test_every_filter_and_search_has_a_podcast_linked_by_pages(client: Client) -> None:
    make_assessed("Dark", sentences=[DARK] * 29 + ["Bread is warm."])
    make_assessed("Bright", sentences=[BRIGHT] * 30)

    for asked in ("band=risk-forward", "q=bread", "ordering=title&q=bread"):
        feed = feedparser.parse(client.get(f"/podcast.xml?{asked}").content)
        assert [entry.title for entry in feed.entries] == ["Dark"]
    assert feed.feed.title == "bread · Counterpoint"
    (own,) = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == f"{SITE}/podcast.xml?q=bread"
    assert "/podcast.xml?band=mixed" in get(client, "/?band=mixed")
    whole, narrowed = channel(client, "/podcast.xml"), channel(client, "/podcast.xml?q=bread")
    assert whole.findtext(f"{PODCAST}guid") != narrowed.findtext(f"{PODCAST}guid")


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing_feed, "PER_PAGE", 2)


def test_the_feed_is_newest_first_for_any_requested_order(client: Client) -> None:
    make_placed("A first", 10, published_on=date(2024, 1, 1))
    make_placed("B latest", 10, published_on=date(2025, 1, 1))

    feed = feedparser.parse(client.get("/podcast.xml?ordering=title").content)

    assert [entry.title for entry in feed.entries] == ["B latest", "A first"]


@pytest.mark.usefixtures("small_pages")
def test_the_pages_of_a_long_feed_link_to_each_other(client: Client) -> None:
    for day in range(1, 6):
        make_placed(f"Talk {day}", 10, published_on=date(2025, 1, day))

    address, seen, ids = f"{SITE}/podcast.xml", [], set()
    while address:
        root = channel(client, address.removeprefix(SITE))
        seen += [item.findtext("title") for item in root.iter("item")]
        ids.add(root.findtext(f"{PODCAST}guid"))
        found = pages(root)
        assert found["self"] == address
        assert found["first"] == f"{SITE}/podcast.xml"
        assert found["last"] == f"{SITE}/podcast.xml?page=3"
        address = found.get("next", "")
    assert seen == [f"Talk {day}" for day in range(5, 0, -1)]
    assert len(ids) == 1
    assert found["previous"] == f"{SITE}/podcast.xml?page=2"
    assert client.get("/podcast.xml?page=4").status_code == 404


def test_a_feed_of_one_page_links_to_no_other_page(client: Client) -> None:
    assert set(pages(channel(client, "/podcast.xml"))) == {"self"}


def test_the_feed_is_well_formed_with_hostile_names(client: Client) -> None:
    hostile = 'A\x0b \x01<b>]]> & "q" \ufffe\U0001f600'
    episode = make_placed("Bad", 10, summary=hostile, audio_url="https://example.org/a.mp3?a=1&b=2")
    Episode.objects.filter(pk=episode.pk).update(title=hostile, audio_bytes=1)
    episode.guests.add(Guest.objects.create(slug="g", name=hostile))

    for address in ("/podcast.xml", "/path.xml?show=plain-show", "/podcast.xml?q=%0B%EF%BF%BE"):
        assert channel(client, address) is not None
    (entry,) = channel(client, "/podcast.xml").iter("item")
    legible = 'A <b>]]> & "q" \U0001f600'
    assert entry.findtext("title") == legible
    assert entry.findtext(f"{PODCAST}person") == legible


def test_the_same_library_gives_the_same_feed_and_a_304(client: Client, settings: Any) -> None:
    assert client.get("/podcast.xml").content == client.get("/podcast.xml").content
    settings.PAGE_CACHE_SECONDS = 60
    answer = client.get("/podcast.xml?band=mixed")
    again = client.get("/podcast.xml?band=mixed", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("count", [1, 20])
def test_a_podcast_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[PLAIN])

    with queries(5):  # version, count, episodes, guests, transcripts
        client.get("/podcast.xml")
