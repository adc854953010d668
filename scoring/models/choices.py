"""Model field choices for bands, lenses and other terms of the spectrum."""

from enum import StrEnum
from typing import Any


def choices(values: type[StrEnum]) -> Any:
    return [(value.value, value.value.capitalize()) for value in values]
