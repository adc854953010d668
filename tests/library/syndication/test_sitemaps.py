"""Sitemaps follow the sitemaps.org schema: the order and format of elements; none are empty."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.make import make_assessed

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ORDER = ["loc", "lastmod", "changefreq", "priority"]
SITE = "http://testserver"


def sections(client: Client) -> list[str]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{NAMESPACE}sitemapindex"
    return [found.text or "" for found in root.iter(f"{NAMESPACE}loc")]


def test_every_sitemap_is_valid(client: Client) -> None:
    make_assessed("A talk")

    listed = sections(client)

    assert len(listed) > 5
    for address in listed:
        root = ElementTree.fromstring(client.get(address.removeprefix(SITE)).content)
        assert root.tag == f"{NAMESPACE}urlset"
        assert 1 <= len(root) <= 50_000, address
        for page in root:
            names = [field.tag.removeprefix(NAMESPACE) for field in page]
            assert names == [name for name in ORDER if name in names]
            assert names[0] == "loc"
            fields = {name: field.text or "" for name, field in zip(names, page, strict=True)}
            assert 12 <= len(fields["loc"]) <= 2048
            lastmod = fields.get("lastmod", "2026-01-01")
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d)?", lastmod)


def test_an_empty_sitemap_is_not_listed_and_does_not_exist(client: Client) -> None:
    assert sections(client) == [f"{SITE}/sitemap-pages.xml"]
    assert client.get("/sitemap-tags.xml").status_code == 404
    assert client.get("/sitemap-none.xml").status_code == 404
