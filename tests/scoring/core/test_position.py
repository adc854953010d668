import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.position import (
    Ingredients,
    StanceKind,
    ingredients_of,
    margin_of,
    place,
    position_of,
)
from scoring.core.spectrum import Band, band_of

SCORES = st.lists(st.floats(-100, 100), min_size=1, max_size=60)


@given(SCORES)
def test_a_position_is_on_the_scale_and_within_its_interval(scores: list[float]) -> None:
    placed = place(scores, len(scores))

    assert placed is not None
    assert -100 <= placed.low <= placed.position <= placed.high <= 100


@given(SCORES)
def test_negating_all_scores_negates_the_position(scores: list[float]) -> None:
    assert position_of([-score for score in scores]) == -position_of(scores)


@given(SCORES)
def test_the_order_of_the_passages_makes_no_difference(scores: list[float]) -> None:
    assert position_of(sorted(scores)) == position_of(sorted(scores, reverse=True))


def test_neutral_passages_hardly_dilute_a_stance() -> None:
    leaning = [-50.0] * 20
    mixed_in = leaning + [0.0] * 100

    assert position_of(mixed_in) == position_of(leaning)
    assert band_of(position_of(mixed_in)) is Band.RISK


def test_a_few_strong_passages_do_not_determine_the_position() -> None:
    few = [60.0] * 2 + [1.0] * 100
    many = [60.0] * 40 + [1.0] * 62

    assert position_of(few) < position_of(many)


def test_a_neutral_conversation_has_position_0() -> None:
    placed = place([0.0] * 30, 30)

    assert placed is not None
    assert placed.position == 0
    assert placed.kind is StanceKind.TAKES_LITTLE_SIDE
    assert placed.ingredients == Ingredients(30, 0, 0, None)


def test_a_position_needs_a_score() -> None:
    with pytest.raises(ValueError, match="at least one"):
        position_of([])


@pytest.mark.parametrize(("about_ai", "passages"), [(0, 0), (0, 40), (3, 41)])
def test_a_conversation_hardly_about_ai_is_not_placed(about_ai: int, passages: int) -> None:
    assert place([50.0] * about_ai, passages) is None


def test_a_conversation_half_about_ai_is_placed() -> None:
    assert place([50.0] * 20, 40) is not None


def test_ingredients_count_passages_by_displayed_band() -> None:
    found = ingredients_of([-17.5, -17.4, 0.0, 17.4, 17.5, 50.0])

    assert (found.passages, found.risk, found.opportunity) == (6, 1, 2)
    assert found.leaning == pytest.approx((-17.5 + 17.5 + 50) / 3, abs=1e-4)
    assert found.charge == 50
    assert found.as_dict()["passages"] == 6


def test_the_interval_narrows_with_passages() -> None:
    assert margin_of([0.0] * 100) < margin_of([0.0] * 12) < margin_of([0.0] * 4)


def test_the_interval_is_wider_when_halves_differ_or_only_some_passages_lean() -> None:
    steady = margin_of([-40.0, 0.0] * 20)

    assert margin_of([-40.0] * 20 + [0.0] * 20) > steady
    assert steady > margin_of([-40.0] * 40)


def test_a_mixed_conversation_argues_both_sides_or_takes_little_side() -> None:
    both = place([-40.0] * 20 + [40.0] * 20 + [0.0] * 10, 50)
    little = place([5.0, -5.0] * 25, 50)
    one = place([-60.0] * 50, 50)

    assert both is not None
    assert both.kind is StanceKind.ARGUES_BOTH_SIDES
    assert little is not None
    assert little.kind is StanceKind.TAKES_LITTLE_SIDE
    assert one is not None
    assert one.kind is StanceKind.ONE_SIDED
