import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.charts import even_bars
from library.charts.time_axis import MAX_TICKS, by_clock, length_of, ticks


def test_bars_are_placed_by_time() -> None:
    bars = even_bars([10.0, -10.0], width=100, height=200)

    placed = by_clock(bars, [(0.0, 10.0), (90.0, 100.0)], width=100)

    assert [(bar.x, bar.width) for bar in placed] == [(0, 9), (90, 9)]
    assert [(bar.y, bar.height) for bar in placed] == [(bar.y, bar.height) for bar in bars]


def test_a_bar_without_duration_has_a_minimum_width() -> None:
    (bar,) = by_clock(even_bars([1.0], width=9, height=9), [(5.0, 5.0)], width=100)

    assert bar.width >= 2


@given(st.floats(1, 40_000))
def test_ticks_are_few_and_within_the_time(length: float) -> None:
    found = ticks(length)

    assert found[0] == 0
    assert found[-1] <= length
    assert len(found) <= MAX_TICKS


@pytest.mark.parametrize(("spans", "length"), [([], 1.0), ([(0.0, 60.0), (60.0, 90.0)], 90.0)])
def test_the_length_is_the_last_end(spans: list[tuple[float, float]], length: float) -> None:
    assert length_of(spans) == length
