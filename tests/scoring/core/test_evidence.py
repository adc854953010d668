import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.clauses import MAX_CLAUSE, clauses
from scoring.core.evidence import MAX_CLAUSES, MAX_WORDS, MIN_OF_BEST, by_word, carrying
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
    most = next(most for minimum, most in MAX_CLAUSES if abs(score) >= minimum)
    found = carrying(text, spread(text, points), score)

    assert len(found) <= most
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
    found = carrying(SENTENCES, by_sentence(0, -3, 0, -2.5, 0), -STRONG)

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


def test_a_sentence_with_few_points_beside_the_best_has_no_mark() -> None:
    found = carrying(SENTENCES, by_sentence(0, -3, 0, -3 * (MIN_OF_BEST - 0.1), 0), -STRONG)

    assert len(found) == 1


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [(-0.3, -0.25, 2), (-0.25, -0.2, 1), (-0.12, -0.1, 1), (-0.1, 0, 0)],
)
def test_the_first_mark_needs_one_point_and_each_further_one_two(
    first: float, second: float, marks: int
) -> None:
    # Both sentences have nine words.
    found = carrying(SENTENCES, by_sentence(0, first, 0, second, 0), -STRONG)

    assert len(found) == marks


def test_a_long_sentence_needs_more_points_than_a_short_one() -> None:
    text = "Nobody can stop it once it starts. " + "We spoke about it for hours with many. " * 4
    parts = clauses(text)
    per_word = [-1.0 if number == 0 else -0.5 for number in range(len(parts))]
    shares = spread(
        text,
        [p for part, p in zip(parts, per_word, strict=True) for _ in range(part.first, part.last)],
    )

    assert texts_of(carrying(text, shares, -STRONG)) == ["Nobody can stop it once it starts."]


def test_the_deciding_points_choose_the_marks_and_the_shares_are_shown() -> None:
    shares = by_sentence(0, -1, 0, -3, 0)

    (found,) = carrying(SENTENCES, shares, -WEAK, deciding=by_sentence(0, -3, 0, -1, 0))

    assert found.text == "A machine that nobody controls could kill us all."
    assert found.share == -9.0


def test_a_clause_without_a_share_on_the_side_of_the_score_is_not_marked() -> None:
    shares = by_sentence(0, 2, 0, -3, 0)

    found = carrying(SENTENCES, shares, -STRONG, deciding=by_sentence(0, -3, 0, -2.5, 0))

    assert texts_of(found) == ["Nobody knows how to stop such a system now."]


def test_a_mark_stops_where_the_argument_turns() -> None:
    found = carrying(SENTENCES, by_sentence(0, -3, 0, 3, 0), -STRONG)

    assert texts_of(found) == ["A machine that nobody controls could kill us all."]


def test_consecutive_marks_are_joined() -> None:
    found = carrying(SENTENCES, by_sentence(0, 0, 0, -3, -3), -STRONG)

    assert texts_of(found) == [
        "Nobody knows how to stop such a system now. Then we all went home by train."
    ]


def test_joined_marks_have_a_maximum_length() -> None:
    text = " ".join(["The machine that nobody controls could kill all of us in a day."] * 6)

    found = carrying(text, spread(text, [-1.0] * len(text.split())), -STRONG)

    assert len(found) == 2
    assert all(len(phrase.text.split()) <= MAX_WORDS for phrase in found)


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
