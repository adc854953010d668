"""The words of the spectrum as choices of model fields."""

from typing import Any

from scoring.core.spectrum import Band, Confidence, EvidenceMode, Lens


def choices(values: type[Band] | type[Lens] | type[Confidence] | type[EvidenceMode]) -> Any:
    return [(value.value, value.value.capitalize()) for value in values]
