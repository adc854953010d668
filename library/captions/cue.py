"""Data types for cues and parsed transcripts, size limits, and the exception of this package."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from library.captions.account import Account, LeftOut
from library.captions.gate import Gate


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: its text, start and end in seconds, and speaker.

    `start` and `end` are None if the cue is not timed; `speaker` is '' if unknown.
    """

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the cue as a dictionary for JSON, omitting unknown values."""
        full = {"text": self.text, "start": self.start, "end": self.end, "speaker": self.speaker}
        return {key: value for key, value in full.items() if value not in (None, "")}

    @classmethod
    def from_dict(cls, cue: dict[str, Any]) -> "Cue":
        return cls(cue["text"], cue.get("start"), cue.get("end"), cue.get("speaker", ""))


@dataclass(frozen=True, slots=True)
class Limits:
    """Size limits; files that exceed them are rejected."""

    file_bytes: int = 20_000_000
    """Maximum file size in bytes; the largest known transcript is a tenth of this size."""
    cues: int = 100_000
    cue_characters: int = 20_000
    """Maximum number of characters in a timed cue; `text_characters` limits all other cues."""
    text_characters: int = 5_000_000
    seconds: float = 7 * 24 * 3600.0


class TranscriptError(ValueError):
    """The file is invalid. The message is one line: the position, if known, and the reason."""

    def __init__(self, message: str, *, line: int | None = None, cue: int | None = None) -> None:
        prefix = f"line {line}: " if line else f"cue {cue}: " if cue else ""
        super().__init__(prefix + message)


@dataclass(frozen=True)
class ParsedTranscript:
    """A parsed transcript: its format, its cues, and the number of repairs by kind.

    Every word of the file is in a cue or in `left_out`, or is a label, time or markup in `account`.
    """

    format: str
    cues: tuple[Cue, ...]
    repairs: dict[str, int] = field(default_factory=dict)
    language: str = ""
    left_out: tuple[LeftOut, ...] = ()
    account: Account = field(default_factory=Account, repr=False, compare=False)
    word_gates: tuple[Gate, ...] = field(default=(), repr=False, compare=False)
    """Results from `quality_checks.with_word_gates`; empty if it was not called."""

    @property
    def is_timed(self) -> bool:
        return any(cue.start is not None for cue in self.cues)

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Names of the speakers, in order of first appearance."""
        return tuple(dict.fromkeys(cue.speaker for cue in self.cues if cue.speaker))

    @cached_property
    def word_count(self) -> int:
        return sum(len(cue.text.split()) for cue in self.cues)

    @cached_property
    def checksum(self) -> str:
        """Hexadecimal SHA-256 of the cues as canonical JSON."""
        cues = [cue.as_dict() for cue in self.cues]
        text = json.dumps(cues, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
