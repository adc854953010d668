import statistics as reference

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.stats import quantile, statistics_of, whole_percentages

SCORES = st.lists(st.integers(-1000, 1000).map(lambda tenth: tenth / 10), min_size=2, max_size=60)


@given(SCORES)
def test_figures_agree_with_the_standard_library(scores: list[float]) -> None:
    found = statistics_of(scores)
    deciles = reference.quantiles(scores, n=10, method="inclusive")

    assert found.count == len(scores)
    assert found.median == pytest.approx(reference.median(scores), abs=1e-3)
    assert found.mean == pytest.approx(reference.fmean(scores), abs=1e-3)
    assert (found.p10, found.p90) == pytest.approx((deciles[0], deciles[8]), abs=1e-3)
    assert (found.minimum, found.maximum) == (min(scores), max(scores))


@given(SCORES)
def test_every_segment_is_in_one_band(scores: list[float]) -> None:
    found = statistics_of(scores)

    assert found.risk + found.mixed + found.opportunity == len(scores)
    assert sum(found.shares) == 100


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_percentages_add_up_and_are_within_one_of_the_truth(counts: list[int]) -> None:
    shares = whole_percentages(counts)

    total = sum(counts)
    if total == 0:
        assert set(shares) == {0}
    else:
        assert sum(shares) == 100
        assert all(
            abs(share - 100 * count / total) < 1
            for share, count in zip(shares, counts, strict=True)
        )


def test_statistics_of_one_score() -> None:
    found = statistics_of([12.0])

    assert (found.median, found.mean, found.p10, found.p90) == (12.0, 12.0, 12.0, 12.0)


def test_no_scores_are_rejected() -> None:
    with pytest.raises(ValueError, match="at least one"):
        statistics_of([])


def test_quantiles_are_interpolated() -> None:
    assert quantile([0.0, 10.0], 0.25) == 2.5
