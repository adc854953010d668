"""Record the text of a file that is not in any cue.

Every letter and digit of a caption, plain-text or Markdown file is either in a cue or recorded
here. The cues contain only text from the file, except the characters in `gained`, which result from
decoding character references. A property test checks this.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

OPENING_WORDS = 8
"""Maximum number of words to quote from text that was left out."""
OPENING_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that was left out for one reason: its word count and its first words."""

    reason: str
    words: int
    opening: str


@dataclass(slots=True)
class Account:
    """Collects the text that is not in any cue, and counts the repairs of each kind."""

    repairs: Counter[str] = field(default_factory=Counter)
    labels: list[str] = field(default_factory=list)
    """Speaker labels and times, exactly as they appear in the file."""
    markup: list[str] = field(default_factory=list)
    """Tags, cue numbers, cue settings and link URLs."""
    gained: list[str] = field(default_factory=list)
    """Characters decoded from character references."""
    _left_out: dict[str, list[str]] = field(default_factory=dict)

    def leave_out(self, reason: str, text: str) -> None:
        """Record text that is left out; `reason` is a plural noun, such as `headings`."""
        if text.strip():
            self._left_out.setdefault(reason, []).append(text)

    @property
    def left_out_texts(self) -> Iterable[str]:
        return (text for texts in self._left_out.values() for text in texts)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """One entry per reason, with the total word count and the first words of the first text."""
        return tuple(
            LeftOut(reason, sum(len(text.split()) for text in texts), _opening(texts[0]))
            for reason, texts in self._left_out.items()
        )


def _opening(text: str) -> str:
    words = text[: OPENING_CHARACTERS * 2].split()
    opening = " ".join(words[:OPENING_WORDS])[:OPENING_CHARACTERS]
    return f"{opening}…" if len(words) > OPENING_WORDS else opening
