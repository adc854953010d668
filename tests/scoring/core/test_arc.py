from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scoring.core.arc import (
    MAX_BARS,
    arc_indices,
    highest,
    lowest,
    nearest_to,
    nearest_to_each,
)
from scoring.core.spectrum import whole

score = st.floats(-100, 100)


@given(st.lists(score, min_size=1, max_size=600))
def test_the_arc_is_in_order_within_its_limit_and_holds_both_extremes(scores: list[float]) -> None:
    chosen = arc_indices(scores)

    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(len(scores), MAX_BARS)
    assert lowest(scores) in chosen
    assert highest(scores) in chosen


def test_a_long_trail_is_thinned_evenly() -> None:
    chosen = arc_indices([0.0] * 1400)

    gaps = {later - earlier for earlier, later in pairwise(chosen)}
    assert gaps <= {9, 10, 11}
    assert (chosen[0], chosen[-1]) == (0, 1399)


def test_ties_choose_the_earliest() -> None:
    scores = [1.0, 5.0, -5.0, 5.0, -5.0]

    assert (lowest(scores), highest(scores), nearest_to(scores, 4.0)) == (2, 1, 1)


@given(st.lists(score, min_size=1), st.lists(score))
def test_the_nearest_segment_is_chosen_by_displayed_score_then_earliest(
    found: list[float], wanted: list[float]
) -> None:
    for near, index in zip(wanted, nearest_to_each(found, wanted), strict=True):
        away = [abs(whole(one) - whole(near)) for one in found]
        assert index == away.index(min(away))
        assert index == nearest_to(found, near)
