import pytest

from scoring.core.confidence import (
    MAX_HIGH,
    MAX_MEDIUM,
    MIN_HIGH,
    MIN_MEDIUM,
    Grounds,
    confidence_of,
)
from scoring.core.spectrum import Confidence


@pytest.mark.parametrize(
    ("grounds", "level"),
    [
        (Grounds(MIN_HIGH, MAX_HIGH, checked=True), Confidence.HIGH),
        (Grounds(MIN_HIGH - 1, MAX_HIGH, checked=True), Confidence.MEDIUM),
        (Grounds(MIN_HIGH, MAX_HIGH + 1, checked=True), Confidence.MEDIUM),
        (Grounds(MIN_HIGH, MAX_HIGH, checked=False), Confidence.MEDIUM),
        (Grounds(MIN_MEDIUM, MAX_MEDIUM, checked=False), Confidence.MEDIUM),
        (Grounds(MIN_MEDIUM - 1, MAX_HIGH, checked=True), Confidence.LOW),
        (Grounds(1000, MAX_MEDIUM + 1, checked=True), Confidence.LOW),
    ],
)
def test_confidence_is_decided_at_the_stated_limits(grounds: Grounds, level: Confidence) -> None:
    assert confidence_of(grounds)[0] is level


def test_the_reasons_name_the_numbers() -> None:
    _, reasons = confidence_of(Grounds(1, 12.4, checked=False))

    assert reasons[0].startswith("1 passage is about AI")
    assert "±12 points" in reasons[1]
    assert "machine-made" in reasons[2]
