import pytest

from scoring.core.drift import drift_of


def test_a_drift_is_summarised_and_lists_the_largest_first() -> None:
    drift = drift_of([("a", 0.0, 4.0), ("b", 15.0, 25.0), ("c", -30.0, -32.0)])

    assert [row.episode for row in drift.moved] == ["b", "a", "c"]
    assert drift.mean_shift == pytest.approx(4)
    assert drift.mean_distance == pytest.approx(16 / 3)
    assert drift.band_changes == 1
    assert 0.9 < drift.agreement < 1


def test_no_common_episodes_is_an_error() -> None:
    with pytest.raises(ValueError, match="no episode"):
        drift_of([])
