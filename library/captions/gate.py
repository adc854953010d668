"""Result of a quality check."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Gate:
    """Result of one quality check; `sentence` explains it to editors, with its numbers."""

    name: str
    passed: bool
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
