"""Passages are moved towards the mean of their conversation, and keep their order."""

import math
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.evaluation.labels import Label
from scoring.core.evaluation.report import evaluate
from scoring.core.in_context import OWN, PULL, InContextScorer, in_context
from scoring.core.registry import SCORERS
from scoring.core.scorers import Judgement
from scoring.core.spectrum import Lens
from scoring.core.stance import StanceScorer
from tests.make import BRIGHT, DARK, PLAIN

SCORES = st.lists(st.integers(-100, 100).map(float), min_size=1, max_size=40)
TEXTS = st.lists(st.sampled_from([BRIGHT, DARK, PLAIN, "", "a word"]), max_size=12)
ALONE, SCORER = SCORERS.get("stance"), SCORERS.get("stance-in-context")


@given(st.floats(-100, 100))
def test_a_passage_alone_keeps_its_score(score: float) -> None:
    assert in_context([score]) == [round(score, 2) + 0.0]


@given(SCORES)
def test_context_preserves_the_order_of_scores_and_the_scale(scores: list[float]) -> None:
    moved = in_context(scores)

    assert [moved[i] for i in sorted(range(len(scores)), key=scores.__getitem__)] == sorted(moved)
    assert all(-100 <= score <= 100 for score in moved)


@given(SCORES, st.randoms())
def test_the_order_of_passages_does_not_change_the_scores(
    scores: list[float], chance: Random
) -> None:
    shuffled = chance.sample(scores, len(scores))

    assert sorted(in_context(shuffled)) == sorted(in_context(scores))


def test_a_neutral_passage_moves_towards_its_conversation() -> None:
    assert in_context([0.0, -40.0, -40.0, -40.0]) == [-15.0, -41.0, -41.0, -41.0]
    assert in_context([]) == []
    assert (OWN, PULL) == (0.7, 0.5)


@given(TEXTS)
def test_scores_are_those_of_the_stance_scorer_in_context(texts: list[str]) -> None:
    alone = ALONE.score(texts)

    together = SCORER.score(texts)

    assert [each.score for each in together] == in_context([each.score for each in alone])
    assert [each.lens for each in together] == [each.lens for each in alone]


@given(TEXTS)
def test_shares_and_rest_add_up_and_phrases_do_not_change(texts: list[str]) -> None:
    for text, alone, judged in zip(texts, ALONE.score(texts), SCORER.score(texts), strict=True):
        shares = [phrase.share for phrase in judged.phrases]
        assert judged.score == pytest.approx(math.fsum(shares) + judged.rest, abs=0.011)
        assert [p.text for p in judged.phrases] == [p.text for p in alone.phrases]
        assert all(text[p.start : p.end] == p.text for p in judged.phrases)
        for mine, theirs in zip(shares, alone.phrases, strict=True):
            assert abs(mine) <= abs(theirs.share)


def test_the_version_depends_on_the_inner_scorer() -> None:
    class Other(StanceScorer):
        version = "other"  # type: ignore[assignment]

    assert SCORER.version != InContextScorer(Other()).version != "other"
    assert len(SCORER.version) == 12


def test_evaluation_scores_one_conversation_at_a_time() -> None:
    given_texts: list[list[str]] = []

    class Listening(InContextScorer):
        def score(self, texts: list[str]) -> list[Judgement]:  # type: ignore[override]
            given_texts.append(list(texts))
            return super().score(texts)

    labels = [
        Label(str(n), f"e{n % 3}", "s", f"{n} {[DARK, PLAIN, BRIGHT][n % 3]}", 10.0, Lens.SOCIETAL)
        for n in range(9)
    ]
    found: Any = evaluate(labels, Listening(ALONE))

    conversations = [(0, 3, 6), (1, 4, 7), (2, 5, 8)]
    assert {tuple(texts) for texts in given_texts} == {
        tuple(labels[n].plain for n in each) for each in conversations
    }
    alone = [judgement.score for judgement in ALONE.score([label.plain for label in labels])]
    moved = [score for each in conversations for score in in_context([alone[n] for n in each])]
    mae = sum(abs(score - 10) for score in moved) / 9
    assert found["segment"]["mae"] == pytest.approx(mae, abs=0.001)
