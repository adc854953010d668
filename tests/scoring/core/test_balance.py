import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.balance import Sides
from scoring.core.spectrum import Band

COUNT = st.integers(0, 200)


@pytest.mark.parametrize(
    ("sides", "lacking"),
    [
        (Sides(2, 40, 0), None),
        (Sides(3, 0, 0), Band.OPPORTUNITY),
        (Sides(0, 9, 3), Band.RISK),
        (Sides(3, 0, 1), None),
        (Sides(4, 0, 1), Band.OPPORTUNITY),
        (Sides(5, 5, 5), None),
        (Sides(), None),
    ],
)
def test_a_side_is_underrepresented_below_a_quarter_of_three_or_more(
    sides: Sides, lacking: Band | None
) -> None:
    assert sides.lacking is lacking


@given(COUNT, COUNT, COUNT)
def test_the_missing_number_is_sufficient(risk: int, mixed: int, opportunity: int) -> None:
    sides = Sides(risk, mixed, opportunity)
    lacking = sides.lacking
    if lacking is None:
        return
    missing = sides.missing(lacking)

    def more(n: int) -> Sides:
        if lacking is Band.RISK:
            return Sides(risk + n, mixed, opportunity)
        return Sides(risk, mixed, opportunity + n)

    assert missing >= 1
    assert more(missing).lacking is None
    assert more(missing - 1).lacking is lacking


@given(COUNT, COUNT, COUNT)
def test_the_rule_is_the_same_for_both_sides(risk: int, mixed: int, opportunity: int) -> None:
    mirrored = {Band.RISK: Band.OPPORTUNITY, Band.OPPORTUNITY: Band.RISK, None: None}
    there, back = Sides(risk, mixed, opportunity), Sides(opportunity, mixed, risk)

    assert there.lacking is mirrored[back.lacking]


def test_bands_are_counted_in_their_order() -> None:
    sides = Sides.of(["mixed", "risk-forward", "mixed"])

    assert (sides.counts, sides.total, sides.sided) == ((1, 2, 0), 3, 1)
