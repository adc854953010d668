"""Invented conversations are marked wherever they are shown."""

import pytest
from django.test import Client

from library.models import Episode
from tests.library.views.test_views import get
from tests.make import BRIGHT_CLAIM, DARK_CLAIM, make_talk

pytestmark = pytest.mark.django_db
PAGES = [
    "/", "/shows/test-show/", "/search/?q=risk+OR+benefit", "/map/", "/balance/",
    "/episodes/dark/", "/episodes/dark/transcript/",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_sample_is_marked_on_every_page_that_shows_it(client: Client, address: str) -> None:
    make_talk("Dark", DARK_CLAIM, -40)
    make_talk("Bright", BRIGHT_CLAIM, 40)
    assert "Sample" not in get(client, address)

    Episode.objects.update(is_sample=True)

    assert "Sample" in get(client, address)


def test_the_balance_lists_groups_with_too_few_conversations(client: Client) -> None:
    make_talk("Dark", DARK_CLAIM, -40)

    html = get(client, "/balance/")

    assert "no side is underrepresented in the groups with enough conversations." in html
    hint = html.partition("Too few conversations to tell: ")[2].partition("</p>")[0]
    assert hint.endswith(", Test shelf.")


def test_the_data_page_lists_each_licence_or_unknown(client: Client) -> None:
    first, second = make_talk("Dark", DARK_CLAIM, -40), make_talk("Bright", BRIGHT_CLAIM, 40)
    make_talk("Third", DARK_CLAIM, -40)
    first.text_licence = "CC BY 4.0"
    first.save()
    second.text_licence = "CC0"
    second.status = "draft"
    second.save()

    html = get(client, "/data/")

    assert "<li>CC BY 4.0: 1 transcript</li>" in html
    assert "<li>unknown: 1 transcript</li>" in html
    assert "CC0" not in html
