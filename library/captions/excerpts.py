"""Excerpts of transcripts whose publishers do not allow us to republish them.

For each passage, the site shows only the first `WORDS` words (about an eighth of the passage) and
the first words of each phrase that moved the score. Short quotations are shown in full.
"""

from collections.abc import Sequence
from dataclasses import replace

from library.captions.paragraphs import Paragraph

WORDS = 25
REASON = (
    "The publisher does not allow us to republish this transcript. Scores, times and permanent "
    "links are available here; the full text is available from the publisher."
)


def beginning(text: str) -> str:
    """Return the first words of a passage, with an ellipsis if the passage is longer."""
    words = text.split(maxsplit=WORDS)
    return text if len(words) <= WORDS else f"{' '.join(words[:WORDS])} …"


def beginning_of(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the first words of a passage as paragraphs; the last paragraph can be cut short."""
    excerpt: list[Paragraph] = []
    room = WORDS
    for paragraph in paragraphs:
        words = paragraph.text.split()
        if len(words) >= room:
            more = len(words) > room or len(excerpt) + 1 < len(paragraphs)
            shown = " ".join(words[:room])
            return [*excerpt, replace(paragraph, text=f"{shown} …" if more else shown)]
        excerpt.append(paragraph)
        room -= len(words)
    return excerpt
