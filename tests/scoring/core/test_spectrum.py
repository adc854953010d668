import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.spectrum import Band, EvidenceMode, band_of, clamp, whole


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (-100, Band.RISK),
        (-18, Band.RISK),
        (-17.5, Band.RISK),
        (-17.49, Band.MIXED),
        (0, Band.MIXED),
        (17.49, Band.MIXED),
        (17.5, Band.OPPORTUNITY),
        (100, Band.OPPORTUNITY),
    ],
)
def test_the_band_is_decided_on_the_rounded_score(score: float, band: Band) -> None:
    assert band_of(score) is band


@pytest.mark.parametrize(("score", "shown"), [(0.5, 1), (-0.5, -1), (2.5, 3), (-0.4, 0)])
def test_halves_round_away_from_zero(score: float, shown: int) -> None:
    assert whole(score) == shown


@given(st.floats(-100, 100))
def test_the_scale_is_symmetric(score: float) -> None:
    assert whole(-score) == -whole(score)


def test_zero_has_no_sign() -> None:
    assert math.copysign(1, whole(-0.2)) == 1


def test_scores_are_limited_to_the_scale() -> None:
    assert (clamp(250), clamp(-250), clamp(3.5)) == (100, -100, 3.5)


@pytest.mark.parametrize(
    ("speakers", "mode"),
    [(0, "speakers not identified"), (1, "talk"), (2, "interview"), (5, "panel")],
)
def test_evidence_mode_follows_the_number_of_speakers(speakers: int, mode: str) -> None:
    assert EvidenceMode.of(speakers) == mode
