import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.position import (
    NORMAL_90,
    SCORER_ERROR,
    Grounds,
    confidence_of,
    position_of,
    standard_error,
)
from scoring.core.spectrum import Confidence

SOUND = Grounds(segments=80, error=2.0, evidence=0.9, checked=True)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=200))
def test_the_interval_holds_the_position_within_the_scale(scores: list[float]) -> None:
    found = position_of(scores)

    assert -100 <= found.low <= found.score <= found.high <= 100


def test_the_position_is_the_mean() -> None:
    assert position_of([-30.0, 0.0, 60.0]).score == 10.0


def test_equal_scores_leave_the_scorers_own_doubt() -> None:
    found = position_of([7.0] * 20)

    assert found.error == 0.0
    assert found.high - found.low == pytest.approx(2 * NORMAL_90 * SCORER_ERROR, abs=0.001)


def test_one_segment_says_nothing_of_its_spread() -> None:
    found = position_of([7.0])

    assert (found.error, found.low, found.high) == (100.0, -100.0, 100.0)


def test_alike_neighbours_widen_the_interval() -> None:
    mixed = [20.0, -20.0] * 40
    random.Random(1).shuffle(mixed)
    grouped = sorted(mixed)

    assert standard_error(grouped) > 2 * standard_error(mixed)


def test_nine_intervals_of_ten_hold_the_true_mean() -> None:
    chance = random.Random(7)
    held = 0
    for _ in range(400):
        bias = chance.gauss(0, SCORER_ERROR)
        found = position_of([chance.gauss(5 + bias, 20) for _ in range(60)])
        held += found.low <= 5 <= found.high
    assert 0.85 <= held / 400 <= 0.96


def test_no_scores_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        position_of([])


@pytest.mark.parametrize(
    ("grounds", "level"),
    [
        (SOUND, Confidence.HIGH),
        (Grounds(80, 2.0, 0.9, checked=False), Confidence.MEDIUM),
        (Grounds(11, 2.0, 0.9, checked=True), Confidence.MEDIUM),
        (Grounds(80, 2.6, 0.9, checked=True), Confidence.MEDIUM),
        (Grounds(80, 2.0, 0.39, checked=True), Confidence.MEDIUM),
        (Grounds(7, 2.0, 0.9, checked=True), Confidence.LOW),
        (Grounds(80, 4.6, 0.9, checked=True), Confidence.LOW),
        (Grounds(80, 2.0, 0.19, checked=True), Confidence.LOW),
    ],
)
def test_confidence_follows_its_stated_rule(grounds: Grounds, level: Confidence) -> None:
    assert confidence_of(grounds)[0] is level


def test_every_measure_is_among_the_reasons() -> None:
    reasons = " ".join(confidence_of(SOUND)[1])

    assert "80 segments" in reasons
    assert "2.0 points" in reasons
    assert "90 %" in reasons
    assert "A person wrote" in reasons
