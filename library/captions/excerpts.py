"""What the site shows of words that their publisher does not let be given on. Pure.

Of each passage its first `WORDS` words, an eighth of it, and the phrases that moved its score;
where a passage is quoted by itself, as in a search, the short quotation that any has.
"""

from collections.abc import Sequence
from dataclasses import replace

from library.captions.paragraphs import Paragraph

WORDS = 25
REASON = (
    "The publisher of this conversation does not let its words be given on. Its scores, times "
    "and permanent links are all here; the words themselves are with the publisher."
)


def beginning(text: str) -> str:
    """Return the first words of a passage, with an ellipsis when there are more."""
    words = text.split(maxsplit=WORDS)
    return text if len(words) <= WORDS else f"{' '.join(words[:WORDS])} …"


def beginning_of(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return as many paragraphs of a passage as hold its first words, the last cut there."""
    kept: list[Paragraph] = []
    room = WORDS
    for paragraph in paragraphs:
        words = paragraph.text.split()
        if len(words) >= room:
            more = len(words) > room or len(kept) + 1 < len(paragraphs)
            shown = " ".join(words[:room])
            return [*kept, replace(paragraph, text=f"{shown} …" if more else shown)]
        kept.append(paragraph)
        room -= len(words)
    return kept
