"""Topics indexed by several workers at once equal those calculated by the core."""

import pytest
from django.test import Client

from library.models import Episode
from scoring.models import TopicEdition, TranscriptTopics
from scoring.selectors.mirror_picks import Picks
from scoring.tasks import refresh_topics
from tests.make import BRIGHT, DARK, PLAIN, make_assessed
from tests.scoring.services.test_topic_index import (
    HOSPITAL,
    TREATY,
    stored_topics,
    worked_out_topics,
)
from tests.worker.test_worker import (
    _servers_and_an_empty_queue,  # noqa: F401  (a fixture, for these tests too)
    wait_for,
    workers,
)

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

EPISODES = 16


def test_two_workers_index_a_library_once_with_correct_topics(client: Client) -> None:
    for number in range(EPISODES):
        said = [(DARK, PLAIN, BRIGHT)[number % 3], (TREATY, HOSPITAL)[number % 2]]
        make_assessed(f"Talk {number}", sentences=said * (20 + number))
    assert not TopicEdition.objects.exists()
    for _ in range(6):
        refresh_topics.delay()

    with workers(2):
        wait_for(lambda: TranscriptTopics.objects.count() == EPISODES, seconds=120)

    assert TopicEdition.objects.count() == 1
    assert stored_topics() == worked_out_topics()
    for episode in Episode.objects.published().with_lead_assessment():
        found = Picks(episode, episode.lead_assessment)
        picks = [*found.picks, *found.elsewhere]
        rows = client.get(f"/api/v1/episodes/{episode.slug}/mirror-picks/").json()["results"]
        assert [row["episode"]["slug"] for row in rows] == [one.candidate.slug for one in picks]
