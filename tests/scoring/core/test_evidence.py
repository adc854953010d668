import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.clauses import MAX_CLAUSE, clauses
from scoring.core.evidence import MIN_OF_BEST, RULES, by_word, carrying
from scoring.core.scorers import Phrase, WordShare

POINTS = st.lists(st.floats(-8, 8), min_size=1, max_size=90)
STRONG, WEAK = 60.0, 20.0
SENTENCES = (
    "The weather was fine on that day. A machine that nobody controls could kill us all. "
    "We had lunch at noon with friends. Nobody knows how to stop such a system now. "
    "Then we all went home by train."
)


def spread(text: str, points: list[float]) -> list[WordShare]:
    words = by_word(text)
    return [WordShare(w.start, w.end, p) for w, p in zip(words, points, strict=True)]


def by_sentence(*points: float) -> list[WordShare]:
    """Return shares of SENTENCES in which each word of a sentence has the given points."""
    return spread(
        SENTENCES,
        [
            each
            for clause, each in zip(clauses(SENTENCES), points, strict=True)
            for _ in range(clause.first, clause.last)
        ],
    )


def texts_of(phrases: list[Phrase]) -> list[str]:
    return [phrase.text for phrase in phrases]


@given(POINTS, st.sampled_from([-STRONG, WEAK, STRONG]))
def test_marks_are_on_the_side_of_the_score_and_do_not_overlap(
    points: list[float], score: float
) -> None:
    text = " ".join(f"word{place}" for place in range(len(points)))
    rule = next(rule for rule in RULES if abs(score) >= rule.min_score)
    found = carrying(text, spread(text, points), score)

    assert len(found) <= rule.max_marks
    assert all(phrase.share * score > 0 for phrase in found)
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in found)
    assert [abs(p.share) for p in found] == sorted((abs(p.share) for p in found), reverse=True)
    spans = sorted((phrase.start, phrase.end) for phrase in found)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(POINTS)
def test_a_share_is_the_sum_of_the_points_of_its_words(points: list[float]) -> None:
    text = " ".join(f"word{place}" for place in range(len(points)))
    words = spread(text, points)
    for phrase in carrying(text, words, -40.0):
        inside = [w.points for w in words if phrase.start <= w.start and w.end <= phrase.end]
        assert phrase.share == pytest.approx(math.fsum(inside), abs=0.01)


def test_marks_are_whole_sentences() -> None:
    found = carrying(SENTENCES, by_sentence(0, -3, 0, -2, 0), -STRONG)

    assert texts_of(found) == [
        "A machine that nobody controls could kill us all.",
        "Nobody knows how to stop such a system now.",
    ]


def test_one_strong_word_marks_its_whole_clause() -> None:
    shares = [0.0] * len(SENTENCES.split())
    shares[SENTENCES.split().index("kill")] = -9.0

    found = carrying(SENTENCES, spread(SENTENCES, shares), -STRONG)

    assert texts_of(found) == ["A machine that nobody controls could kill us all."]


def test_a_weak_passage_has_only_its_best_mark() -> None:
    found = carrying(SENTENCES, by_sentence(0, -3, 0, -2, 0), -WEAK)

    assert texts_of(found) == ["A machine that nobody controls could kill us all."]


def test_a_sentence_that_adds_little_to_the_best_has_no_mark() -> None:
    little = -3 * (MIN_OF_BEST - 0.1)
    found = carrying(SENTENCES, by_sentence(0, -3, 0, little, 0), -STRONG)

    assert len(found) == 1


def test_a_mark_stops_where_the_argument_turns() -> None:
    found = carrying(SENTENCES, by_sentence(0, -3, 0, 3, 0), -STRONG)

    assert texts_of(found) == ["A machine that nobody controls could kill us all."]


def test_only_the_first_sentence_is_marked_if_shares_are_equal() -> None:
    assert len(carrying(SENTENCES, by_sentence(-0.5, -0.5, -0.5, -0.5, -0.5), -STRONG)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for listening, and see you next time on this great and hopeful podcast.",
        "So what is it that you would say we should do about this?",
    ],
    ids=["thanks", "function words"],
)
def test_thanks_and_function_words_are_not_marked(text: str) -> None:
    assert carrying(text, spread(text, [1.0] * len(text.split())), STRONG) == []


def test_marks_of_captions_are_clauses() -> None:
    before = "they built it in a few years and nobody asked what it would do to them"
    claim = "but the machine could kill all of the people on the planet in one day"
    after = "and then we talked about the weather and the food for most of the evening"
    points = [0.0] * len(before.split()) + [-1.0] * len(claim.split()) + [0.0] * len(after.split())
    text = f"{before} {claim} {after}"

    assert texts_of(carrying(text, spread(text, points), -STRONG)) == [claim]
    assert len(claim.split()) <= MAX_CLAUSE


def test_points_of_word_parts_are_added_to_their_word() -> None:
    text = "un-believable news"
    parts = [WordShare(0, 2, 1.0), WordShare(3, 13, 2.0), WordShare(14, 18, -4.0)]
    more = [WordShare(14, 18, 1.0)]

    assert [word.points for word in by_word(text, parts, more)] == [3.0, -3.0]


@pytest.mark.parametrize("text", ["", "   ", "one"])
def test_a_text_without_points_has_no_mark(text: str) -> None:
    assert carrying(text, by_word(text), 10.0) == []
