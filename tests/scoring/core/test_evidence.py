import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.evidence import MAX_PASSAGES, MAX_WORDS, MIN_WORDS, by_word, carrying
from scoring.core.scorers import WordShare

POINTS = st.lists(st.floats(-8, 8), min_size=1, max_size=90)


def shares_of(text: str, points: list[float]) -> list[WordShare]:
    words = by_word(text)
    return [WordShare(w.start, w.end, p) for w, p in zip(words, points, strict=True)]


@given(POINTS, st.sampled_from([-1, 1]))
def test_passages_are_on_the_side_of_the_score_and_do_not_overlap(
    points: list[float], side: int
) -> None:
    text = " ".join(f"word{place}" for place in range(len(points)))
    score = side * 40.0
    found = carrying(text, shares_of(text, points), score)

    assert len(found) <= MAX_PASSAGES
    assert all(phrase.share * score > 0 for phrase in found)
    assert all(text[phrase.start : phrase.end] == phrase.text for phrase in found)
    assert all(MIN_WORDS <= len(phrase.text.split()) <= MAX_WORDS + 2 for phrase in found)
    assert [abs(p.share) for p in found] == sorted((abs(p.share) for p in found), reverse=True)
    spans = sorted((phrase.start, phrase.end) for phrase in found)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(POINTS)
def test_a_share_is_the_sum_of_the_points_of_its_words(points: list[float]) -> None:
    text = " ".join(f"word{place}" for place in range(len(points)))
    words = shares_of(text, points)
    for phrase in carrying(text, words, -40.0):
        inside = [w.points for w in words if phrase.start <= w.start and w.end <= phrase.end]
        assert phrase.share == pytest.approx(math.fsum(inside), abs=0.01)


def test_a_passage_stops_where_the_argument_turns() -> None:
    text = "we could all die from this machine but doctors say it cures everything now"
    points = [0, 1, 1, 9, 1, 1, 2, 0, -1, -1, -1, -5, -5, -1]
    (phrase,) = carrying(text, shares_of(text, [-p for p in points]), -9.0)

    assert "die from this machine" in phrase.text
    assert "cures" not in phrase.text


def test_the_parts_of_a_word_belong_to_it() -> None:
    text = "un-believable news"
    parts = [WordShare(0, 2, 1.0), WordShare(3, 13, 2.0), WordShare(14, 18, -4.0)]
    more = [WordShare(14, 18, 1.0)]

    assert [word.points for word in by_word(text, parts, more)] == [3.0, -3.0]


@pytest.mark.parametrize("text", ["", "   ", "one"])
def test_a_very_short_text_has_no_passage(text: str) -> None:
    assert carrying(text, by_word(text), 10.0) == []
