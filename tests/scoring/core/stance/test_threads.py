"""Threads that share a scorer do not affect each other's scores."""

import threading
from concurrent.futures import ThreadPoolExecutor

from scoring.core.stance import StanceScorer
from tests.paths import ROOT

THREADS, CONVERSATIONS, ROUNDS = 8, 12, 20
WORDS = 150
"""Words per passage."""


def conversations(round_number: int) -> list[list[str]]:
    """Return conversations in which every fifth word has a spelling not used in other rounds."""
    paths = sorted((ROOT / "content/sample").glob("*.[tv]*t"))
    words = [path.read_text("utf-8").split() for path in paths]
    made = [words[number % len(words)][number:] for number in range(CONVERSATIONS)]
    return [
        [
            " ".join(
                f"{word}{round_number}of{number}" if place % 5 == 0 else word
                for place, word in enumerate(each[first : first + WORDS])
            )
            for first in range(0, 1800, WORDS)
        ]
        for number, each in enumerate(made)
    ]


def scores(scorer: StanceScorer, passages: list[str]) -> list[float]:
    return [judgement.score for judgement in scorer.score(passages)]


def test_eight_threads_score_like_one() -> None:
    shared, alone = StanceScorer(), StanceScorer()
    for round_number in range(ROUNDS):
        texts = conversations(round_number)
        expected = {number: scores(alone, each) for number, each in enumerate(texts)}

        assert in_threads(shared, texts) == [expected] * THREADS


def in_threads(scorer: StanceScorer, texts: list[list[str]]) -> list[dict[int, list[float]]]:
    """Score all conversations in every thread at once, each in a different order."""
    start = threading.Barrier(THREADS)

    def score_all(first: int) -> dict[int, list[float]]:
        start.wait()
        order = [number % CONVERSATIONS for number in range(first, first + CONVERSATIONS)]
        return {number: scores(scorer, texts[number]) for number in order}

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(score_all, range(THREADS)))
