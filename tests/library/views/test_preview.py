"""Previews of unpublished episodes by a signed link that expires."""

import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from library.models import Episode
from library.services.preview_links import SALT, VALID, preview_path
from tests.budget import queries
from tests.make import BRIGHT_CLAIM, DARK, DARK_CLAIM, PLAIN, make_draft, make_ready

pytestmark = pytest.mark.django_db


def test_the_preview_is_the_page_and_its_passages_open(client: Client) -> None:
    episode = make_ready(sentences=[DARK_CLAIM, PLAIN, BRIGHT_CLAIM, DARK] * 30)
    path = preview_path(episode)

    response = client.get(path)

    html = response.content.decode()
    assert 'class="marker marker-median"' in html
    assert "Not published." in html
    assert "It is about testing." in html
    links = set(re.findall(r'href="([^"#]*transcript/)#(?:s|why|t)\d+"', html))
    assert links == {f"{path}transcript/"}
    transcript = client.get(f"{path}transcript/").content.decode()
    assert "Not published." in transcript
    assert 'id="s1"' in transcript
    assert f'href="{path}"' in transcript
    assert f"/episodes/{episode.slug}/" not in html + transcript
    assert "challenge/" not in transcript
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def made_before(episode: Episode, age: timedelta, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a link that was made `age` ago."""
    then = time.time() - age.total_seconds()
    with monkeypatch.context() as clock:
        clock.setattr("django.core.signing.time.time", lambda: then)
        return preview_path(episode)


def test_a_link_expires_and_cannot_be_forged(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = make_ready()
    path = preview_path(episode)
    assert client.get("/preview/1:2:3/").status_code == 404
    assert client.get(path.replace(":", "x", 1)).status_code == 404
    other = signing.dumps(episode.pk, salt=SALT + "other")
    assert client.get(f"/preview/{other}/").status_code == 404

    minute = timedelta(minutes=1)
    assert client.get(made_before(episode, VALID - minute, monkeypatch)).status_code == 200
    old = made_before(episode, VALID + minute, monkeypatch)
    assert client.get(old).status_code == 404
    assert client.get(f"{old}transcript/").status_code == 404


def test_the_link_redirects_to_the_page_after_publication(client: Client) -> None:
    episode = make_ready()
    path = preview_path(episode)
    Episode.objects.update(status="published")
    assert client.get(path)["Location"] == episode.get_absolute_url()
    assert client.get(f"{path}transcript/")["Location"] == episode.transcript_url

    Episode.objects.update(status="archived")
    assert client.get(path).status_code == 404


def test_a_bare_draft_has_a_preview_but_no_transcript(client: Client) -> None:
    path = preview_path(make_draft())

    assert "This episode has no transcript yet." in client.get(path).content.decode()
    assert client.get(f"{path}transcript/").status_code == 404


def test_a_preview_costs_as_many_queries_as_the_page(client: Client) -> None:
    episode = make_ready()
    path = preview_path(episode)
    client.get(path)
    with queries(10):
        client.get(path)
