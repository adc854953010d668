"""Lists of the admin: columns, filters and search."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.make import (
    make_draft,
    make_episode,
    make_placed,
    make_ready,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asked", ["band=mixed", "lens=technical", "confidence=high", "show=x"])
def test_the_episode_list_shows_a_strip_and_filters(
    client: Client, editor: User, asked: str
) -> None:
    make_placed("Left", -60)
    make_placed("Middle", 3)

    html = client.get("/admin/library/episode/").content.decode()
    assert html.count('class="ministrip"') == 2
    assert client.get(f"/admin/library/episode/?{asked}").status_code in (200, 302)
    if asked == "band=mixed":
        listed = client.get(f"/admin/library/episode/?{asked}").content.decode()
        assert "Middle" in listed
        assert ">Left<" not in listed


@pytest.mark.parametrize("name", ["episode", "transcript"])
@pytest.mark.parametrize("word", ["testing", "Test shelf"])
def test_a_search_finds_the_episodes_of_a_show_or_shelf(
    client: Client, editor: User, name: str, word: str
) -> None:
    make_episode("By show and shelf", show="Testing Weekly")
    make_draft("Of another show")

    html = client.get(f"/admin/library/{name}/", {"q": word}).content.decode()

    assert "By show and shelf" in html
    assert "Of another show</a>" not in html


def test_the_state_is_beside_the_title_in_lists_and_above_forms(
    client: Client, editor: User
) -> None:
    episode = make_ready()
    transcript, assessment = episode.transcripts.get(), episode.assessments.get()

    for app, name, state in (
        ("library", "episode", "Scored"), ("library", "transcript", "Current"),
        ("scoring", "assessment", assessment.get_status_display()),
    ):  # fmt: skip
        row = {"episode": episode, "transcript": transcript, "assessment": assessment}[name]
        columns = client.get(f"/admin/{app}/{name}/").context["cl"].list_display
        first = [column for column in columns if column != "action_checkbox"][:2]
        assert first[1] in ("status", "is_current")
        html = client.get(f"/admin/{app}/{name}/{row.pk}/change/").content.decode()
        assert f'<p class="state-bar"><b>{state}</b>' in html
