"""Store the crowding of each conversation: its mean similarity to its nearest neighbours."""

from collections.abc import Collection

from scoring.core.mirror import NEIGHBOURS, crowding
from scoring.models import TranscriptTopics
from scoring.selectors.inverted_index import nearest_by_topic
from scoring.selectors.topic_vectors import Topics

LOADED = 40
"""Maximum number of episodes from each of the two searches (by terms and by subjects)."""


def refresh_crowding(episodes: Collection[int]) -> None:
    """Recalculate the crowding of `episodes` and of their nearest neighbours.

    The number of queries per episode is constant.
    """
    done = set(episodes)
    beside: set[int] = set()
    for episode in episodes:
        beside |= _store(episode)
    for episode in beside - done:
        _store(episode)


def _store(episode_id: int) -> set[int]:
    """Store the crowding of one episode; return the keys of its nearest neighbours."""
    topics = Topics(episode_id)
    near = topics.compare(set(nearest_by_topic(topics, limit=LOADED + 1)) - {episode_id})
    nearest = sorted(near, key=lambda other: (-near[other][0], other))[:NEIGHBOURS]
    TranscriptTopics.objects.filter(
        transcript__episode=episode_id, transcript__is_current=True
    ).update(crowding=round(crowding(near[other][0] for other in nearest), 4))
    return set(nearest)
