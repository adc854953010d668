"""Print pairs for a blind review of topic similarity: `python -m benchmarks.nearness SEED`.

This prints random conversations, each with its nearest neighbour, and random passages, each with
its best answer, but no scores or topics. The reviewer rates every pair; docs/counterbalance.md has
the results.
"""

import random
import sys
from collections.abc import Iterator
from textwrap import fill

from library.models import Episode, Segment
from scoring.models import SegmentScore
from scoring.selectors.answering_passages import answers_to
from scoring.selectors.inverted_index import EPISODE_POSTINGS, nearest_by_topic
from scoring.selectors.topic_vectors import Topics

EPISODES, PASSAGES = 10, 12
"""Numbers of pairs to print: conversations, and passages with their answers."""


def episode_pairs(draw: random.Random) -> Iterator[tuple[Episode, Episode]]:
    """Yield random conversations, each with the nearest one by topic."""
    episodes = {episode.pk: episode for episode in Episode.objects.published().order_by("slug")}
    for key in draw.sample(list(episodes), EPISODES):
        topics = Topics(key)
        others = nearest_by_topic(topics, limit=EPISODE_POSTINGS)
        near = topics.compare([other for other in others if other in episodes and other != key])
        yield episodes[key], episodes[max(near, key=lambda other: (near[other][0], -other))]


def answer_pairs(draw: random.Random) -> Iterator[tuple[Segment, Segment]]:
    """Yield random passages that have an answer, each with its best answer."""
    for score in _drawn(draw):
        answers = answers_to(score.segment)
        if answers:
            yield score.segment, answers[0].segment


def _drawn(draw: random.Random) -> Iterator[SegmentScore]:
    scores = SegmentScore.objects.in_force().exclude(lens="off-topic").order_by("pk")
    keys = list(scores.values_list("pk", flat=True))
    rows = SegmentScore.objects.select_related("segment__transcript__episode")
    for key in draw.sample(keys, len(keys)):
        yield rows.get(pk=key)


def _show(number: int, pair: tuple[Segment, Segment]) -> None:
    for letter, segment in zip("AB", pair, strict=True):
        title = f"{number}{letter}. {segment.transcript.episode}, segment {segment.index}"
        print(f"\n{title}\n{fill(segment.text, 110)}")


def main(seed: str) -> None:
    for number, (episode, nearest) in enumerate(episode_pairs(random.Random(seed)), start=1):
        print(f"{number}. {episode}  |  {nearest}")
    print("\n== Answers")
    pairs = answer_pairs(random.Random(seed))
    for number, pair in zip(range(1, PASSAGES + 1), pairs, strict=False):
        _show(number, pair)


if __name__ == "__main__":
    main(sys.argv[1])
