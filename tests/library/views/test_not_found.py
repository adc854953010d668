"""The page for a missing URL, in production and in development."""

import pytest
from django.test import Client, RequestFactory, override_settings

from library.models import Episode
from library.views.not_found import NotFoundMiddleware, near_matches
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import make_draft, make_episode

pytestmark = pytest.mark.django_db


def test_the_404_page_suggests_episodes_with_most_common_words_first(client: Client) -> None:
    make_episode("The one way door")
    make_episode("The revolving door")
    make_episode("A treaty")
    make_draft("The hidden door")

    with queries(1):
        near = near_matches("/episodes/revolving-doors-and-door/transcript/")
    text = words_of(get(client, "/episodes/one-way-doors/door/", 404))

    assert [episode.title for episode in near] == ["The revolving door", "The one way door"]
    assert "Were you looking for one of these?" in text
    assert "The one way door" in text
    assert "A treaty" not in text
    assert "The hidden door" not in text


def test_without_near_matches_the_newest_are_shown(client: Client) -> None:
    make_episode("A treaty")

    text = words_of(get(client, "/no-such-page/", 404))

    assert "Newest conversations" in text
    assert "A treaty" in text
    assert near_matches("/episodes/a/") == []


@override_settings(DEBUG=True)
def test_debug_mode_shows_the_same_page_except_for_the_api(
    client: Client, settings: object
) -> None:
    make_episode("A treaty")
    factory = RequestFactory()

    def answer(path: str) -> str:
        request = factory.get(path)
        view = NotFoundMiddleware(lambda _: client.get(path))  # type: ignore[arg-type]
        return view(request).content.decode()

    assert "A treaty" in answer("/episodes/treaty/")
    assert "Page not found" in answer("/shows/no-such-show/")
    assert "Page not found" not in answer("/api/v1/no-such/")
    assert "A treaty" in answer(Episode.objects.get().get_absolute_url())
