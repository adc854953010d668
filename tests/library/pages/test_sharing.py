import json
import re
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.test import Client
from PIL import Image

from library.models import Episode
from library.pages.social_image import HEIGHT, MAX_LINES, WIDTH, ImageContent, draw_image, wrap
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_draft, make_episode

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def head(client: Client, address: str) -> dict[str, str]:
    """Return the metadata in the head of a page, by name or property."""
    html = client.get(address).text.partition("</head>")[0]
    found = dict(re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)"', html))
    found["canonical"] = re.findall(r'<link rel="canonical" href="([^"]*)"', html)[0]
    return found


def graph(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """Return the JSON-LD of a page by type."""
    html = client.get(address).text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return {thing["@type"]: thing for thing in json.loads(block)["@graph"]}


@pytest.fixture
def dark() -> Episode:
    return make_assessed("A dark talk", sentences=[DARK] * 30).episode


def test_a_link_to_an_episode_shows_its_title_and_its_strip(client: Client, dark: Episode) -> None:
    found = head(client, dark.get_absolute_url())

    assert found["canonical"] == found["og:url"] == SITE + dark.get_absolute_url()
    assert found["og:title"] == "A dark talk"
    assert found["og:description"] == "Summary of A dark talk."
    assert found["og:image"] == f"{SITE}/episodes/a-dark-talk/picture.png"
    assert re.search(r"position −\d+, risk-forward", found["og:image:alt"])
    assert found["twitter:card"] == "summary_large_image"


def test_the_canonical_url_omits_parameters_without_effect(client: Client) -> None:
    make_episode()

    assert head(client, "/?page=1&utm=x&band=")["canonical"] == f"{SITE}/"
    assert head(client, "/?tag=testing&utm=x")["canonical"] == f"{SITE}/?tag=testing"
    assert head(client, "/shows/test-show/?show=x")["canonical"] == f"{SITE}/shows/test-show/"


def test_json_ld_describes_the_episode_and_its_transcript(client: Client, dark: Episode) -> None:
    Episode.objects.filter(pk=dark.pk).update(video_id="abc")
    things = graph(client, dark.get_absolute_url())

    episode = things["PodcastEpisode"]
    assert episode["name"] == "A dark talk"
    assert episode["datePublished"] == "2025-05-01"
    assert episode["partOfSeries"]["@type"] == "PodcastSeries"
    assert episode["partOfSeries"]["url"] == f"{SITE}/shows/test-show/"
    assert [person["name"] for person in episode["actor"]] == ["Ada Guest"]
    transcript = episode["associatedMedia"]["transcript"]
    assert "extinction" in client.get(transcript.removeprefix(SITE)).text
    crumbs = things["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["Library", "Test Show", "A dark talk"]


def test_structured_data_describes_the_site_search_and_each_show(
    client: Client, dark: Episode
) -> None:
    site = graph(client, "/")["WebSite"]
    assert site["potentialAction"]["target"]["urlTemplate"] == (
        f"{SITE}/search/?q={{search_term_string}}"
    )
    assert graph(client, "/shows/test-show/")["PodcastSeries"]["name"] == "Test Show"


def test_the_page_of_a_guest_is_about_a_person(client: Client, dark: Episode) -> None:
    url = f"{SITE}/guests/ada-guest/"

    assert graph(client, "/guests/ada-guest/")["Person"] == {
        "@type": "Person",
        "@id": url,
        "name": "Ada Guest",
        "url": url,
    }
    (actor,) = graph(client, dark.get_absolute_url())["PodcastEpisode"]["actor"]
    assert actor["@id"] == url


def test_hostile_text_cannot_close_the_json_ld_block(client: Client) -> None:
    nasty = "</script><script>alert(1)</script>"
    make_episode(nasty, publish=True)
    slug = Episode.objects.get().slug

    assert nasty not in client.get(f"/episodes/{slug}/").text
    assert graph(client, f"/episodes/{slug}/")["PodcastEpisode"]["name"] == nasty


def test_the_image_is_a_cached_png_with_the_position_on_the_strip(
    client: Client, dark: Episode
) -> None:
    response = client.get("/episodes/a-dark-talk/picture.png")

    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (WIDTH, HEIGHT)
    assert len(response.content) < 60_000
    left = draw_image(ImageContent("T", "S", -80.0))
    assert left == draw_image(ImageContent("T", "S", -80.0))
    assert left != draw_image(ImageContent("T", "S", 80.0))
    assert client.get("/picture.png").status_code == 200
    make_draft()
    assert client.get("/episodes/a-bare-draft/picture.png").status_code == 404


@pytest.mark.parametrize(
    "title", ["Short", "A title of many words " * 14, "Unbroken" * 60, "ü — 人"]
)
def test_titles_are_wrapped_into_the_picture(title: str) -> None:
    lines = wrap(title, 42)

    assert 1 <= len(lines) <= MAX_LINES
    assert draw_image(ImageContent(title, title, 99.6, title))


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_every_filter_has_a_feed(client: Client, kind: str) -> None:
    make_assessed("Dark & <deep>", sentences=[DARK] * 30, published_on=date(2024, 2, 3))
    make_assessed("Bright", sentences=[BRIGHT] * 30)
    make_draft()

    whole = feedparser.parse(client.get(f"/feed.{kind}").content)
    assert not whole.bozo
    assert [entry.title for entry in whole.entries] == ["Bright", "Dark & <deep>"]
    assert whole.feed.title == "Counterpoint"

    narrowed = client.get(f"/feed.{kind}?band=risk-forward&ordering=title")
    feed = feedparser.parse(narrowed.content)
    (entry,) = feed.entries
    assert feed.feed.title == "Risk-forward · Counterpoint"
    assert entry.link == f"{SITE}/episodes/dark-deep/"
    assert "risk-forward" in entry.summary
    assert entry.published_parsed[:3] == (2024, 2, 3)
    assert [tag.term for tag in entry.tags] == ["testing"]
    own = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == [f"{SITE}/feed.{kind}?band=risk-forward"]


def test_pages_link_to_the_feeds_of_their_listing(client: Client) -> None:
    make_episode()

    html = client.get("/shows/test-show/?tag=testing").text
    found = re.findall(r'rel="alternate" type="application/(\w+)\+xml".*?href="(.*?)\?(.*?)"', html)
    assert [each[:2] for each in found] == [
        ("atom", "/feed.atom"),
        ("rss", "/feed.rss"),
        ("rss", "/podcast.xml"),
    ]
    assert {each[2] for each in found} == {"tag=testing&amp;show=test-show"}


@pytest.mark.parametrize("count", [1, 20])
def test_a_feed_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[PLAIN])

    with queries(3):  # episodes, guests, tags
        client.get("/feed.atom")


def test_the_sitemap_lists_every_public_page_with_its_date(client: Client, dark: Episode) -> None:
    make_draft()
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    sections = [found.text or "" for found in index.iter() if found.tag.endswith("loc")]
    listed: dict[str, str] = {}
    for section in sections:
        for found in ElementTree.fromstring(client.get(section.removeprefix(SITE)).content):
            fields = {field.tag.rpartition("}")[2]: field.text or "" for field in found}
            listed[fields["loc"].removeprefix(SITE)] = fields.get("lastmod", "")

    for address in (
        "/", "/data/", "/shows/test-show/", "/shelves/test-shelf/", "/guests/ada-guest/",
        "/tags/testing/", dark.get_absolute_url(), dark.transcript_url,
    ):  # fmt: skip
        assert address in listed
        assert address in ("/", "/data/") or listed[address], address
    assert not any("draft" in address for address in listed)
    for address in listed:
        assert client.get(address).status_code == 200


def test_robots_txt_names_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert f"Sitemap: {SITE}/sitemap.xml" in response.text
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=x").text


def test_the_404_page_has_a_search_and_recent_episodes(client: Client, dark: Episode) -> None:
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert 'name="q"' in response.text
    assert dark.get_absolute_url() in response.text


def test_error_pages_are_rendered_without_the_database(client: Client) -> None:
    def fail(*_: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(fail):
        response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert "Page not found" in response.text
    assert 'action="/search/"' in render_to_string("500.html")


@pytest.mark.usefixtures("dark")
def test_the_episode_page_uses_the_requested_host(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    address = Episode.objects.get().get_absolute_url()

    pages = [
        client.get(address, headers={"host": host}).content.decode()
        for host in settings.ALLOWED_HOSTS
    ]

    assert f"http://one.example{address}" in pages[0]
    assert "one.example" not in pages[1]
