"""The line: what captions and texts are cut into before labels and times are recognised."""

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """A line of speech, perhaps with a label or a time at its beginning.

    `start` and `end` are those of its caption. `speaker` is a name that the format itself marks,
    None where it marks none. `begins_block` holds for the first line of a caption, and for the
    first after a blank line or an indent of a text. `heading` is the level of a Markdown heading.
    """

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    begins_block: bool = True
    heading: int = 0
    is_listed: bool = False
    is_indented: bool = False
