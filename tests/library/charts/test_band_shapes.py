import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.charts import band_shapes
from scoring.core.spectrum import Band, whole


@pytest.mark.parametrize(
    ("score", "band"),
    [(-17.5, Band.RISK), (-17.4, Band.MIXED), (0, Band.MIXED), (18, Band.OPPORTUNITY)],
)
def test_a_shape_shows_the_band_of_the_rounded_score(score: float, band: Band) -> None:
    assert (
        band_shapes.shape_of(score)
        == band_shapes.SHAPES[band]
        == band_shapes.shape_of_band(band.value)
    )


def test_the_three_shapes_differ() -> None:
    assert len(set(band_shapes.SHAPES.values())) == 3


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60))
def test_every_score_has_a_line_within_the_strip(scores: list[float]) -> None:
    lines = re.findall(r"M([\d.]+) 12\.5v-([\d.]+)", band_shapes.spectral_lines(scores))

    assert [float(x) for x, _ in lines] == sorted({(whole(s) + 100) / 2 for s in scores})
    assert max(float(height) for _, height in lines) == band_shapes.LINES_HEIGHT
    assert all(float(height) >= band_shapes.MIN_LINE_HEIGHT for _, height in lines)


def test_a_band_spans_its_interval() -> None:
    assert band_shapes.interval_band(-20, 40) == "M40.0 5.2H70.0v8.6H40.0z"
