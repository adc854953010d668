"""Record the parts of a file's text that are not in any cue.

No letter or digit of a caption, plain-text or Markdown file is lost: each is either in a cue or
recorded here. Only the characters in `gained` do not occur in the file, because they are the result
of decoding character references. A property test checks this.
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
    """Records the text of a file that is in no cue, and counts the repairs of each kind."""

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
        """One entry per reason, quoting the first text that was left out for that reason."""
        return tuple(
            LeftOut(reason, sum(len(text.split()) for text in texts), _opening(texts[0]))
            for reason, texts in self._left_out.items()
        )


def _opening(text: str) -> str:
    words = text[: OPENING_CHARACTERS * 2].split()
    opening = " ".join(words[:OPENING_WORDS])[:OPENING_CHARACTERS]
    return f"{opening}…" if len(words) > OPENING_WORDS else opening
