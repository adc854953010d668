import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library import charts
from library.text.number_formats import clock, clock_iso, opening, score_range

SCORES = st.lists(st.floats(-100, 100), min_size=1, max_size=200)


@given(SCORES)
def test_bars_are_on_their_side_within_the_chart(scores: list[float]) -> None:
    bars = charts.even_bars(scores, width=840, height=200)

    for score, bar in zip(scores, bars, strict=True):
        assert 0 <= bar.x <= bar.x + bar.width <= 840.01
        assert -0.01 <= bar.y <= bar.y + bar.height <= 200.01
        if score >= 1:
            assert bar.y + bar.height == pytest.approx(100, abs=0.02)
        if score <= -1:
            assert bar.y == 100


def test_height_is_in_proportion_to_the_score() -> None:
    small, large = charts.even_bars([20.0, 80.0], width=10, height=200)

    assert large.height == 4 * small.height == 80


def test_a_score_of_zero_has_a_visible_bar() -> None:
    (bar,) = charts.even_bars([0.0], width=10, height=200)

    assert bar.height == charts.STUB


@pytest.mark.parametrize(
    ("scores", "reach"), [([], 25), ([25.4], 25), ([-26.0, 3.0], 50), ([51.0], 100)]
)
def test_the_axis_is_the_smallest_that_fits_all_scores(scores: list[float], reach: int) -> None:
    assert charts.reach_of(scores) == reach


@pytest.mark.parametrize(
    ("score", "tone"), [(-100, "tone-0"), (-4, "tone-10"), (0, "tone-10"), (100, "tone-20")]
)
def test_colour_steps_are_ten_points_wide(score: float, tone: str) -> None:
    assert charts.tone(score) == tone


def test_the_strip_is_covered_by_its_steps() -> None:
    steps = charts.scale_steps()

    assert [step.tone for step in steps] == [f"tone-{n}" for n in range(21)]
    assert sum(step.width for step in steps) == 100
    for score in (-95.5, -50, 0, 33, 99):
        x = charts.along(score)
        (under,) = [step for step in steps if step.x <= x < step.x + step.width]
        assert under.tone == charts.tone(score)


def test_bands_fill_their_bar_and_omit_empty_ones() -> None:
    parts = charts.stretches((25, 0, 75), ("low", "middle", "high"), width=200)

    assert [(part.name, part.x, part.width) for part in parts] == [
        ("low", 0.0, 50.0),
        ("high", 50.0, 150.0),
    ]


def test_a_trail_is_one_path_for_each_tone() -> None:
    paths = charts.trail_paths((40.0, -40.0, 40.0))

    assert [path.tone for path in paths] == ["tone-14", "tone-6"]
    assert paths[0].d.count("M") == 2


def test_times_and_ranges_are_formatted() -> None:
    assert [clock(7), clock(2374.9), clock(3723)] == ["0:07", "39:34", "1:02:03"]
    assert clock_iso(2374.9) == "PT2374S"
    assert score_range(-29, 5) == "\N{MINUS SIGN}29 to +5"
    assert score_range(0.2, -0.3) == "0"
    assert opening("one two three", words=2) == "one two…"
    assert opening("one two", words=2) == "one two"


@given(SCORES)
def test_columns_count_the_scores_of_each_step(scores: list[float]) -> None:
    found = charts.crowd_columns(scores)

    assert {bar.tone for bar in found} == {charts.tone(score) for score in scores}
    assert max(bar.height for bar in found) == charts.CROWD_HEIGHT
    assert all(bar.y + bar.height == pytest.approx(charts.CROWD_HEIGHT) for bar in found)


@given(SCORES)
def test_dots_of_a_crowd_do_not_overlap(scores: list[float]) -> None:
    places = sorted(charts.along(score) for score in scores)
    dots, height = charts.crowd_dots(places)

    assert [x for x, _ in dots] == places
    assert all(0 < y < height for _, y in dots)
    for before, (x, y) in enumerate(dots):
        for other_x, other_y in dots[:before]:
            assert (
                abs(x - other_x) >= charts.CROWD_DOT - 1e-9
                or abs(y - other_y) >= charts.CROWD_DOT - 0.02
            )


@given(SCORES)
def test_touch_targets_of_a_crowd_do_not_overlap(scores: list[float]) -> None:
    dots, height = charts.crowd_dots(sorted(charts.along(score) for score in scores))

    radii = charts.target_radii(dots, [1.0] * len(dots), maximum=4.0, height=height + 3)

    for before, ((x, y), radius) in enumerate(zip(dots, radii, strict=True)):
        assert 1 <= radius <= 4
        for (other_x, other_y), other in zip(dots[:before], radii, strict=False):
            assert math.hypot(x - other_x, y - other_y) >= radius + other - 0.02


def test_an_isolated_dot_has_a_larger_touch_target() -> None:
    dots, height = charts.crowd_dots([20.0, 50.0, 55.0])

    assert charts.target_radii(dots, [1.0] * 3, maximum=4.0, height=height + 3) == [4, 2.5, 2.5]


def test_the_touch_target_of_a_small_mark_does_not_cover_a_large_mark() -> None:
    radii = charts.target_radii([(50, 50), (99, 50)], [28, 4], maximum=24, height=100)

    assert radii == [28, 12.5]
