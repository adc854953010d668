import html as markup
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.conf import settings as site
from django.test import Client

from library.models import Episode
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import DARK, make_assessed, make_draft, make_episode, make_placed

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
PAGE = f"{HOST}/episodes/a-dark-talk/"


@pytest.fixture
def dark() -> Episode:
    return make_assessed("A dark talk", sentences=[DARK] * 60).episode


def ask(client: Client, url: str = PAGE, **more: object) -> dict[str, Any]:
    answer = client.get("/oembed", {"url": url, **more})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


@pytest.mark.usefixtures("dark")
def test_the_strip_shows_the_position_and_links_back_once(client: Client) -> None:
    html = get(client, "/embed/episodes/a-dark-talk/")

    text = words_of(html)
    for said in ("A dark talk", "Test Show", "Risk-forward", "90", "interval", "confidence"):
        assert said in text
    lead = Episode.objects.with_lead_assessment().get().lead_assessment
    assert lead is not None
    assert f"−{abs(round(lead.position))}" in text
    assert re.findall(r'<a href="([^"]*)"', html) == ["/episodes/a-dark-talk/"]
    assert "<script" not in html
    assert DARK not in html


@pytest.mark.usefixtures("dark")
def test_the_strip_and_its_styles_are_small(client: Client) -> None:
    html = get(client, "/embed/episodes/a-dark-talk/")

    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]*)"', html)
    sizes = [(Path(site.BASE_DIR) / "static" / sheet).stat().st_size for sheet in sheets]
    assert len(html.encode()) + sum(sizes) < 15_000


@pytest.mark.parametrize("kept", [0, 60])
@pytest.mark.usefixtures("dark")
def test_only_the_strip_can_be_framed_and_it_loads_only_styles(
    client: Client, settings: Any, kept: int
) -> None:
    settings.PAGE_CACHE_SECONDS = kept
    for _ in range(2):
        answer = client.get("/embed/episodes/a-dark-talk/")
        said = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        assert said["frame-ancestors"] == "*"
        assert said["style-src"] == "'self'"
        assert said["default-src"] == said["script-src"] == said["img-src"] == "'none'"
        assert "X-Frame-Options" not in answer
    for address in ("/episodes/a-dark-talk/", "/embed/episodes/none/", "/oembed"):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_an_unassessed_episode_shows_a_message_and_a_draft_is_missing(client: Client) -> None:
    make_episode("Bare")
    make_draft()

    html = get(client, "/embed/episodes/bare/")
    assert "Not assessed yet." in html
    assert "<svg" not in html
    assert client.get("/embed/episodes/a-bare-draft/").status_code == 404


def test_only_valid_themes_are_inserted_into_the_page(client: Client) -> None:
    make_placed("<b>Bold</b>", 12)

    html = get(client, "/embed/episodes/bboldb/?theme=dark")
    assert '<html lang="en" data-theme="dark">' in html
    assert "<b>Bold</b>" not in html
    assert '<html lang="en">' in get(client, "/embed/episodes/bboldb/?theme=%22%3E")
    assert "interval" not in html


def test_the_strip_costs_one_query(client: Client, dark: Episode) -> None:
    with queries(1):
        get(client, "/embed/episodes/a-dark-talk/")


@pytest.mark.usefixtures("dark")
def test_oembed_returns_the_markup_to_embed_an_episode(client: Client) -> None:
    found = ask(client)

    html = found.pop("html")
    assert found == {
        "version": "1.0",
        "type": "rich",
        "title": "A dark talk",
        "author_name": "Test Show",
        "author_url": f"{HOST}/shows/test-show/",
        "provider_name": "Counterpoint",
        "provider_url": f"{HOST}/",
        "cache_age": 3600,
        "width": 600,
        "height": 180,
        "thumbnail_url": f"{PAGE}picture.png",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    (address,) = re.findall(r'<iframe src="([^"]*)" width="600" height="180"', html)
    assert get(client, address.removeprefix(HOST))
    assert ask(client, f"{PAGE}transcript/?t=12#s3")["title"] == "A dark talk"


def test_oembed_finds_a_renamed_episode_by_its_former_url(client: Client, dark: Episode) -> None:
    dark.slug = "a-darker-talk"
    dark.save()

    assert f"{HOST}/embed/episodes/a-darker-talk/" in ask(client)["html"]


@pytest.mark.usefixtures("dark")
def test_oembed_has_the_same_data_in_xml(client: Client) -> None:
    Episode.objects.update(title="Dark & \x01<deep>")
    answer = client.get("/oembed", {"url": PAGE, "format": "xml"})

    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    said = {each.tag: each.text for each in root}
    assert said["title"] == "Dark & <deep>"
    told = {name: str(value).replace("\x01", "") for name, value in ask(client).items()}
    assert said == told


@pytest.mark.parametrize(
    ("room", "size"),
    [
        ({"maxwidth": 2000}, (600, 180)),
        ({"maxwidth": 400}, (400, 215)),
        ({"maxwidth": 200}, (200, 280)),
        ({"maxwidth": 100, "maxheight": 90}, (100, 90)),
        ({"maxheight": 120}, (600, 120)),
    ],
)
@pytest.mark.usefixtures("dark")
def test_the_size_limits_are_respected(
    client: Client, room: dict[str, int], size: tuple[int, int]
) -> None:
    found = ask(client, **room)

    assert (found["width"], found["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in found["html"]
    assert ("thumbnail_url" in found) == (room == {"maxwidth": 2000})


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"url": "http://elsewhere.org/episodes/a-dark-talk/"}, 404),
        ({"url": f"{HOST}/episodes/none/"}, 404),
        ({"url": f"{HOST}/episodes/a-bare-draft/"}, 404),
        ({"url": f"{HOST}/shows/test-show/"}, 404),
        ({"url": f"{HOST}/nowhere/at/all/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[::1"}, 404),
        ({"url": PAGE, "format": "yaml"}, 501),
        ({"url": PAGE, "maxwidth": "wide"}, 400),
        ({"url": PAGE, "maxheight": "0"}, 400),
        ({"url": PAGE, "maxheight": "-5"}, 400),
    ],
)
@pytest.mark.usefixtures("dark")
def test_invalid_requests_are_rejected_with_a_reason(
    client: Client, asked: dict[str, str], status: int
) -> None:
    make_draft()
    answer = client.get("/oembed", asked)

    assert answer.status_code == status
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.strip()


@pytest.mark.usefixtures("dark")
def test_the_episode_page_links_oembed_and_has_the_markup_to_copy(client: Client) -> None:
    html = get(client, "/episodes/a-dark-talk/")

    for kind, form in (("application/json", "json"), ("text/xml", "xml")):
        (found,) = re.findall(
            rf'rel="alternate" type="{re.escape(kind)}\+oembed".*?href="(.*?)"', html
        )
        address = markup.unescape(found)
        assert address == f"{HOST}/oembed?url={quote(PAGE, safe='')}&format={form}"
        assert client.get(address.removeprefix(HOST)).status_code == 200
    (copied,) = re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", html)
    assert markup.unescape(copied) == ask(client)["html"]


@pytest.mark.usefixtures("dark")
def test_cross_origin_scripts_can_request_oembed(client: Client) -> None:
    answer = client.get("/oembed", {"url": PAGE}, headers={"Origin": "https://example.org"})

    assert answer["Access-Control-Allow-Origin"] == "*"
