"""A blind list for judging topic nearness by reading: `python -m benchmarks.nearness SEED`.

Draws conversations and passages of the library in the database at random by the seed, and prints
each beside what the library says is nearest to it, without a figure or a topic. Who judges writes
a verdict for every row; docs/counterbalance.md keeps them.
"""

import random
import sys
from collections.abc import Iterator
from textwrap import fill

from django.db import connection

from library.models import Episode, Segment
from scoring.core.topics.similarity import SHARED
from scoring.models import EpisodeTerm, SegmentScore, SegmentTerm
from scoring.selectors.answering_passages import NEAR, answers_to, shared_topics
from scoring.selectors.inverted_index import (
    EPISODE_POSTINGS,
    SEGMENT_POSTINGS,
    nearest_episodes,
    postings,
)
from scoring.selectors.mirror_picks import SEARCHED

EPISODES, PASSAGES = 10, 12
"""Conversations; passages with the nearest one anywhere, and as many with the nearest answer."""
_NEAREST = """
SELECT segment_id FROM ({postings}) AS products
GROUP BY segment_id HAVING SUM(product) >= %s ORDER BY SUM(product) DESC, segment_id LIMIT 100
"""


def episode_pairs(draw: random.Random) -> Iterator[tuple[Episode, Episode]]:
    """Yield conversations, each with the one that is nearest in topic."""
    known = {episode.pk: episode for episode in Episode.objects.published().order_by("slug")}
    for key in draw.sample(list(known), EPISODES):
        rows = EpisodeTerm.objects.in_force().filter(transcript__episode=key)
        terms = rows.order_by("-weight", "term").values_list("term", "weight")[:SEARCHED]
        near = nearest_episodes(dict(terms), limit=EPISODE_POSTINGS)
        yield known[key], next(known[other] for other in near if other in known and other != key)


def passage_pairs(draw: random.Random) -> Iterator[tuple[Segment, Segment]]:
    """Yield passages, each with the nearest elsewhere, where it is as near as an answer must be."""
    for score in _drawn(draw):
        near = _nearest(score.segment)
        if near is not None:
            yield score.segment, near


def answer_pairs(draw: random.Random) -> Iterator[tuple[Segment, Segment]]:
    """Yield passages that take a side and are answered, each with its first answer."""
    for score in _drawn(draw):
        answers = answers_to(score.segment, score.score or 0.0)
        if answers:
            yield score.segment, answers[0].segment


def _drawn(draw: random.Random) -> Iterator[SegmentScore]:
    scores = SegmentScore.objects.in_force().exclude(score=None).order_by("pk")
    keys = list(scores.values_list("pk", flat=True))
    rows = SegmentScore.objects.select_related("segment__transcript__episode")
    for key in draw.sample(keys, len(keys)):
        yield rows.get(pk=key)


def _nearest(segment: Segment) -> Segment | None:
    weights = dict(SegmentTerm.objects.filter(segment=segment).values_list("term", "weight"))
    if not weights:
        return None
    statement, values = postings("scoring_segmentterm", "segment_id", weights, SEGMENT_POSTINGS)
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST.format(postings=statement), [*values, NEAR])
        keys = [key for (key,) in cursor.fetchall()]
    topics = shared_topics(keys, weights)
    others = Segment.objects.select_related("transcript__episode").in_bulk(keys)
    for key in keys:
        if others[key].transcript_id != segment.transcript_id and len(topics[key]) >= SHARED:
            return others[key]
    return None


def _show(number: int, pair: tuple[Segment, Segment]) -> None:
    for letter, segment in zip("AB", pair, strict=True):
        title = f"{number}{letter}. {segment.transcript.episode}, segment {segment.index}"
        print(f"\n{title}\n{fill(segment.text, 110)}")


def main(seed: str) -> None:
    for number, (one, other) in enumerate(episode_pairs(random.Random(seed)), start=1):
        print(f"{number}. {one}  |  {other}")
    for name, pairs in (("Nearest passages", passage_pairs), ("Answers", answer_pairs)):
        print(f"\n== {name}")
        for number, pair in zip(range(1, PASSAGES + 1), pairs(random.Random(seed)), strict=False):
            _show(number, pair)


if __name__ == "__main__":
    main(sys.argv[1])
