"""The order of the parts of the episode page, and what it says where something is missing."""

import re

import pytest
from django.test import Client

from library.models import Episode
from tests.library.views.test_views import get, words_of
from tests.make import DARK, make_assessed, make_draft

pytestmark = pytest.mark.django_db


def test_the_sections_of_the_page_are_in_reading_order(
    client: Client,
) -> None:
    episode = make_assessed("A dark talk", sentences=[DARK] * 60).episode
    Episode.objects.filter(pk=episode.pk).update(why_it_matters="It matters.")

    html = get(client, episode.get_absolute_url())

    headings = re.findall(r"<h2[^>]*>(?:<[^>]*>)?\s*([^<]+?)\s*<", html)
    order = [
        "Perspective map", "Why this matters", "Summary", "Counterbalance on this topic",
        "Episode arc by segment", "Why this position", "Episode transcript",
        "Related conversations",
    ]  # fmt: skip
    assert [heading for heading in headings if heading in order] == order


def test_versions_and_file_paths_are_inside_details(client: Client) -> None:
    episode = make_assessed("A dark talk", sentences=[DARK] * 60).episode

    html = get(client, episode.get_absolute_url())

    outside = re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    lead = episode.assessments.get()
    for detail in (lead.scorer_version, lead.transcript_checksum[:12], "content/resources/"):
        assert detail in html
        assert detail not in outside


def test_missing_parts_are_explained(client: Client) -> None:
    episode = make_draft("A bare talk")
    Episode.objects.filter(pk=episode.pk).update(status="published")

    text = words_of(get(client, episode.get_absolute_url()))

    for sentence in (
        "This conversation has not been assessed yet.", "No summary yet.",
        "No recording is linked yet.", "This episode has no transcript yet.",
    ):  # fmt: skip
        assert sentence in text
    Episode.objects.filter(pk=episode.pk).update(summary="Said.", video_id="abcdefghijk")
    text = words_of(get(client, episode.get_absolute_url()))
    assert "No summary yet." not in text
    assert "No recording" not in text
