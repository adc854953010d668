import pytest

from scoring.core.imbalance import alarm_of


@pytest.mark.parametrize("counts", [(0, 0, 0), (0, 199, 0), (20, 180, 0), (400, 300, 300)])
def test_a_small_or_varied_library_gives_no_warning(counts: tuple[int, int, int]) -> None:
    assert alarm_of(counts) == ""


def test_a_library_in_one_band_gives_a_warning() -> None:
    assert alarm_of((10, 1900, 90)) == "95 % of the library's 2,000 segments are scored mixed."
    assert "opportunity-forward" in alarm_of((1, 2, 500))
