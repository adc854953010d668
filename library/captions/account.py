"""Record all text of a file that is not stored in cues.

For captions, plain text and Markdown, the letters and digits of the file equal those of its cues
plus those recorded here, minus those `gained` from character references. A property test checks
this.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

OPENING_WORDS = 8
"""Number of words shown of each text that was left out."""
OPENING_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of a file that is not stored: the reason, the word count and the first words."""

    reason: str
    words: int
    opening: str


@dataclass(slots=True)
class Account:
    """The text of a file that is not in its cues, by kind, and the number of repairs by kind."""

    repairs: Counter[str] = field(default_factory=Counter)
    labels: list[str] = field(default_factory=list)
    """Speaker labels and times, as written in the file."""
    markup: list[str] = field(default_factory=list)
    """Tags, cue numbers, cue settings and link URLs."""
    gained: list[str] = field(default_factory=list)
    """Characters decoded from character references."""
    _left_out: dict[str, list[str]] = field(default_factory=dict)

    def leave_out(self, reason: str, text: str) -> None:
        """Record text that is not speech; `reason` is a plural noun such as `headings`."""
        if text.strip():
            self._left_out.setdefault(reason, []).append(text)

    @property
    def left_out_texts(self) -> Iterable[str]:
        return (text for texts in self._left_out.values() for text in texts)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """One entry per reason, with the first words of its first text."""
        return tuple(
            LeftOut(reason, sum(len(text.split()) for text in texts), _opening(texts[0]))
            for reason, texts in self._left_out.items()
        )


def _opening(text: str) -> str:
    words = text[: OPENING_CHARACTERS * 2].split()
    opening = " ".join(words[:OPENING_WORDS])[:OPENING_CHARACTERS]
    return f"{opening}…" if len(words) > OPENING_WORDS else opening
