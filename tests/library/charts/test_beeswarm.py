"""Geometry of the map: no overlap, and all marks inside the chart."""

import math
import re
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library import charts
from library.charts.beeswarm import MAP_WIDTH, MAX_DOTS, MIN_ROW_HEIGHT, size_of, spread
from library.charts.shapes import mark_path, mark_reach, short
from scoring.core.spectrum import Band, band_of

SCORES = st.floats(-100, 100)
WORDS = st.none() | st.integers(0, 60_000)
SPOTS = st.lists(st.builds(charts.Spot, SCORES, WORDS), max_size=60)
ROWS = st.lists(SPOTS, min_size=1, max_size=4)
WHOLE = charts.Axis()
ROUNDING = 1e-9


def numbers(path: str) -> list[float]:
    return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", path)]


@given(ROWS)
def test_marks_do_not_overlap(rows: list[list[charts.Spot]]) -> None:
    for row in charts.swarms(rows, WHOLE) or []:
        for one, other in combinations(row.marks, 2):
            apart = math.hypot(one.x - other.x, one.y - other.y)
            assert apart > one.reach + other.reach


@given(ROWS)
def test_touch_targets_do_not_overlap_and_stay_in_their_row(rows: list[list[charts.Spot]]) -> None:
    for row in charts.swarms(rows, WHOLE) or []:
        for dot in row.marks:
            assert dot.reach <= dot.target
            assert dot.target <= dot.y + 0.1
            assert dot.y - 0.1 <= row.height - dot.target
        for one, other in combinations(row.marks, 2):
            apart = math.hypot(one.x - other.x, one.y - other.y)
            assert apart >= one.target + other.target - ROUNDING


@given(st.lists(SCORES, max_size=50))
def test_touch_targets_of_heaps_fill_the_space_between_neighbours(scores: list[float]) -> None:
    (row,) = charts.heaps([scores], WHOLE)

    for one, other in combinations(row.marks, 2):
        assert abs(one.x - other.x) >= one.target + other.target - 0.2
    if len(row.marks) == 1:
        assert row.marks[0].target == MIN_ROW_HEIGHT / 2


@given(ROWS)
def test_every_mark_stays_inside_its_row(rows: list[list[charts.Spot]]) -> None:
    for row in charts.swarms(rows, WHOLE) or []:
        for dot in row.marks:
            assert dot.reach <= dot.x <= MAP_WIDTH - dot.reach
            assert dot.reach <= dot.y + 0.1
            assert dot.y - 0.1 <= row.height - dot.reach


@given(ROWS)
def test_every_mark_is_at_its_position_and_the_chart_is_reproducible(
    rows: list[list[charts.Spot]],
) -> None:
    drawn = charts.swarms(rows, WHOLE)

    assert drawn == charts.swarms(rows, WHOLE)
    for spots, row in zip(rows, drawn or [], strict=False):
        assert [dot.x for dot in row.marks] == [WHOLE.x(spot.position) for spot in spots]
        assert [dot.tone for dot in row.marks] == [charts.tone(spot.position) for spot in spots]


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(1, 20)), max_size=80))
def test_circles_are_moved_only_as_far_as_needed(circles: list[tuple[float, float]]) -> None:
    """Each circle touches another one or has not been moved."""
    middles, reaches = [x for x, _ in circles], [reach for _, reach in circles]
    offsets = spread(middles, reaches)

    for place, offset in enumerate(offsets):
        nearest = min(
            (
                math.hypot(middles[place] - middles[other], offset - offsets[other])
                - reaches[place]
                - reaches[other]
                for other in range(len(circles))
                if other != place
            ),
            default=math.inf,
        )
        assert offset == 0 or 0 < nearest < 1.0


def test_a_row_with_one_mark_has_the_minimum_height() -> None:
    (row,) = charts.swarms([[charts.Spot(-40.0, 9000)]], WHOLE) or []

    assert row.height == MIN_ROW_HEIGHT
    assert row.marks[0].y == MIN_ROW_HEIGHT / 2
    assert row.marks[0].target == MIN_ROW_HEIGHT / 2


def test_rows_share_one_scale_so_that_sizes_compare() -> None:
    crowd = [charts.Spot(0.0, 12_000)] * 30
    alone, _ = charts.swarms([[charts.Spot(0.0, 12_000)], crowd], WHOLE) or []
    (by_itself,) = charts.swarms([[charts.Spot(0.0, 12_000)]], WHOLE) or []

    assert alone.marks[0].reach < by_itself.marks[0].reach


def test_too_many_marks_or_too_high_rows_are_not_shown_individually() -> None:
    assert charts.swarms([[charts.Spot(n % 200 - 100, 100) for n in range(MAX_DOTS)]], WHOLE)
    assert charts.swarms([[charts.Spot(0.0, 100)] * (MAX_DOTS + 1)], WHOLE) is None
    assert charts.swarms([[charts.Spot(40.0, 50_000)] * 80], WHOLE) is None


@given(st.lists(st.lists(SCORES, max_size=50), min_size=1, max_size=4))
def test_heaps_contain_every_episode_once_and_have_one_band(rows: list[list[float]]) -> None:
    for scores, row in zip(rows, charts.heaps(rows, WHOLE), strict=True):
        assert sum(heap.count for heap in row.marks) == len(scores)
        for heap in row.marks:
            assert heap.low <= heap.high
            assert band_of(heap.low) is band_of(heap.high)
            held = [score for score in scores if heap.low <= round(score) <= heap.high]
            assert abs(len(held) - heap.count) <= sum(score % 1 == 0.5 for score in scores)


def test_the_size_of_a_heap_follows_its_count_and_zooming_splits_it() -> None:
    (row,) = charts.heaps([[0.0] * 4 + [7.0]], WHOLE)
    four, one = (numbers(heap.d)[2] for heap in row.marks)
    assert four == pytest.approx(2 * one, abs=0.2)
    assert (row.marks[0].low, row.marks[0].high) == (-3, 3)

    (row,) = charts.heaps([[1.0, 2.0, 2.2]], charts.Axis(0, 20))
    assert [(heap.low, heap.high, heap.count) for heap in row.marks] == [(1, 1, 1), (2, 2, 2)]


def test_an_axis_spans_the_width_and_has_its_band_limits() -> None:
    assert WHOLE.x(-100) + WHOLE.x(100) == MAP_WIDTH
    assert WHOLE.middle == MAP_WIDTH / 2
    assert len(WHOLE.edges) == 2
    side = charts.Axis(0, 100)
    assert (side.holds(-0.4), side.holds(-0.6)) == (True, False)
    assert len(side.edges) == 1
    assert charts.Axis(20, 60).middle is None
    assert charts.Axis(7, 7).x(7) == MAP_WIDTH / 2


def test_longer_episodes_have_larger_marks_up_to_a_limit() -> None:
    assert size_of(None) < size_of(12_000) < size_of(24_000) < size_of(40_000)
    assert size_of(48_000) / size_of(12_000) == 1.6
    assert (size_of(24_000) / size_of(12_000)) ** 2 == pytest.approx(2)


@pytest.mark.parametrize("band", Band)
def test_every_shape_has_the_same_area_and_stays_within_its_reach(band: Band) -> None:
    path = mark_path(band, 50, 50, 10)

    if band is Band.MIXED:
        radius = numbers(path)[2]
        area = math.pi * radius**2
        assert radius <= mark_reach(band, 10) + 0.05
    else:
        left, base, width, x, point = numbers(path)
        area = width * abs(point - base) / 2
        assert math.hypot(left - 50, base - 50) <= 10.1
        assert (x, abs(point - 50)) == (50, 10)
        assert (point > 50) is (band is Band.RISK)
    assert area == pytest.approx(130, abs=2)


@pytest.mark.parametrize(
    ("number", "text"), [(3.0, "3"), (-0.04, "0"), (2.25, "2.2"), (-1.5, "-1.5")]
)
def test_numbers_are_short(number: float, text: str) -> None:
    assert short(number) == text


def test_a_timeline_runs_from_the_first_date_to_the_last() -> None:
    drawn = charts.timeline(
        [(date(2020, 1, 1), -50.0), (date(2021, 1, 1), 0.0), (date(2022, 1, 1), 50.0)], reach=50
    )

    assert [point.x for point in drawn.points] == [12.0, pytest.approx(360, abs=1), 708.0]
    assert [point.y for point in drawn.points] == [168.0, 90.0, 12.0]
    assert drawn.edges[0] < drawn.middle < drawn.edges[1]
    (alone,) = charts.timeline([(date(2020, 1, 1), 3.0)]).points
    assert alone.x == 360
    assert charts.timeline([]).points == []
