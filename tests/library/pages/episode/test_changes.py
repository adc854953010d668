import pytest
from django.test import Client

from library.models import Episode
from scoring.core.stance import StanceScorer
from scoring.curation.workflow import save_edit
from scoring.services.assessing import assess_transcript
from tests.budget import queries
from tests.make import make_account, make_assessed, make_draft

pytestmark = pytest.mark.django_db


class NewerScorer(StanceScorer):
    version = "newer"  # type: ignore[assignment]


def get(client: Client, episode: Episode) -> str:
    response = client.get(f"{episode.get_absolute_url()}changes/")
    assert response.status_code == 200
    return response.content.decode()


def reword(episode: Episode, summary: str) -> None:
    episode.refresh_from_db()
    episode.summary = summary
    save_edit(episode, by=make_account(f"editor {summary}", "Editor"), changed=["summary"])


def test_a_new_episode_has_no_changes(client: Client) -> None:
    html = get(client, make_assessed(publish=True).episode)

    assert "Summary of A plain talk" not in html


def test_a_changed_text_is_shown_before_and_after_without_the_editors_name(client: Client) -> None:
    episode = make_assessed().episode
    reword(episode, "Said <b>better</b>.")

    html = get(client, episode)

    assert "<del>Summary of A plain talk.</del>" in html
    assert "<ins>Said &lt;b&gt;better&lt;/b&gt;.</ins>" in html
    assert "editor Said" not in html


def test_a_new_score_is_a_change_with_the_scorers_version(client: Client) -> None:
    first = make_assessed()
    assert first.transcript is not None
    assess_transcript(first.transcript, scorer=NewerScorer())

    html = get(client, first.episode)

    assert f"by scorer stance {StanceScorer().version}" in html
    assert "by scorer stance newer" in html


def test_changes_before_the_first_publication_are_hidden(client: Client) -> None:
    episode = make_assessed(publish=False).episode
    reword(episode, "Second thoughts.")
    episode.refresh_from_db()
    episode.status = Episode.Status.PUBLISHED
    episode.save()

    assert "No changes yet." in get(client, episode)


def test_a_draft_has_no_changes_page(client: Client) -> None:
    assert client.get(f"{make_draft().get_absolute_url()}changes/").status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_costs_the_same_for_any_history(client: Client, count: int) -> None:
    episode = make_assessed().episode
    for number in range(count):
        reword(episode, f"Version {number}.")

    with queries(3):  # episode, its history, that of its assessments
        get(client, episode)
