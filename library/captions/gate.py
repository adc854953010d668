"""The result of one quality check."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Gate:
    """What one gate found; `sentence` says it with its numbers, for people."""

    name: str
    passed: bool
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
