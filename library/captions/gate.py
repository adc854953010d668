"""The result type of quality checks."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Gate:
    """Result of a quality check; `sentence` shows editors the measured and the expected values."""

    name: str
    passed: bool
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
