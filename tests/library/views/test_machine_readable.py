import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from library.agents.tools import TOOLS
from library.captions.write import FORMATS
from tests.make import make_assessed

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
LINK = r"\[([^\]]+)\]\((http[^)]+)\)"


def read(client: Client) -> str:
    answer = client.get("/llms.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    return answer.text


def test_every_link_resolves(client: Client) -> None:
    make_assessed("A talk")
    found = re.findall(LINK, read(client))

    ours = [address.removeprefix(SITE) for _, address in found if address.startswith(SITE)]
    assert len(ours) == len(found) - 1 >= 12
    assert all(client.get(address).status_code == 200 for address in ours)


def test_every_url_pattern_resolves(client: Client) -> None:
    make_assessed("A talk")
    text = read(client)

    paths = re.findall(r"`(/[^`]*<slug>[^`]*)`", text)
    assert len(paths) == 3
    for path in paths:
        address = path.replace("<slug>", "a-talk").replace("<number>", "1")
        assert client.get(address).status_code == 200
    (oembed,) = re.findall(r"`(http[^`]*)<URL of an episode>`", text)
    assert client.get(f"{oembed}{SITE}/episodes/a-talk/".removeprefix(SITE)).status_code == 200
    for ending in FORMATS:
        assert f".{ending}`" in text


def test_llms_txt_has_the_format_and_describes_this_site(client: Client, settings: Any) -> None:
    settings.SITE_NAME = "Both & Sides"
    settings.DATA = replace(settings.DATA, licence="CC0-1.0")
    text = read(client)

    assert text.startswith("# Both & Sides\n\n> Long conversations about AI, ")
    assert "&amp;" not in text
    assert re.findall("^## (.*)$", text, re.MULTILINE) == [
        "Pages",
        "For programs",
        "Feeds and embedding",
        "Licences",
    ]
    assert "[CC0-1.0](https://spdx.org/licenses/CC0-1.0.html)" in text
    assert "−18 or less is risk-forward" in text
    for tool in TOOLS:
        assert tool.__name__ in text


def test_llms_txt_is_linked_by_robots_txt_and_by_pages(client: Client) -> None:
    assert f"# Overview for language models: {SITE}/llms.txt\n" in client.get("/robots.txt").text
    assert 'type="text/markdown"' in client.get("/").text
    assert 'href="/llms.txt"' in client.get("/").text
