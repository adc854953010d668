import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.evaluation.folds import folds_of
from scoring.core.evaluation.metrics import (
    confusion,
    episode_means,
    macro_f1,
    mean_absolute_error,
    pearson,
    spearman,
)
from scoring.core.spectrum import Band

RISK, MIXED, OPPORTUNITY = Band
SERIES = st.lists(st.integers(-100, 100), min_size=3, max_size=30)


@given(SERIES)
def test_a_series_agrees_with_itself_and_opposes_its_mirror(values: list[int]) -> None:
    if len(set(values)) > 1:
        assert pearson(values, values) == pytest.approx(1)
        assert spearman(values, [-value for value in values]) == pytest.approx(-1)
    else:
        assert pearson(values, values) == 0


def test_pearson_and_spearman_of_known_series() -> None:
    assert pearson([1, 2, 3, 4], [1, 3, 2, 4]) == pytest.approx(0.8)
    assert spearman([1, 2, 3], [1, 10, 100]) == pytest.approx(1)
    assert spearman([1, 2, 2, 3], [4, 3, 2, 1]) == pytest.approx(-0.9487, abs=1e-4)


def test_the_error_is_a_mean_of_distances() -> None:
    assert mean_absolute_error([0, 10], [5, 5]) == 5


def test_macro_f1_counts_every_band_alike() -> None:
    truth, found = [RISK, RISK, MIXED, OPPORTUNITY], [RISK, MIXED, MIXED, MIXED]

    assert confusion(truth, found)["risk-forward"] == {
        "risk-forward": 1,
        "mixed": 1,
        "opportunity-forward": 0,
    }
    assert macro_f1(truth, found) == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)


def test_only_episodes_with_enough_labels_have_a_mean() -> None:
    episodes = ["a"] * 8 + ["b"] * 7

    assert episode_means(episodes, [1.0] * 15, [2.0] * 15) == ([1.0], [2.0])


@given(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=60), st.integers(2, 5))
def test_a_group_is_in_one_fold(groups: list[str], count: int) -> None:
    folds = folds_of(groups, count)

    assert len(set(zip(groups, folds, strict=True))) == len(set(groups))
    assert set(folds) <= set(range(count))
