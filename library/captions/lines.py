"""Lines of a file, before labels and times are recognised."""

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """A line of speech; a label or time can precede the spoken text.

    `start` and `end` are the times of the caption, in seconds. `speaker` is set only if the format
    has a field for speakers. `begins_block` is true for the first line of a caption and, in plain
    text, for an indented line or a line after a blank line. `heading` is the level of a Markdown
    heading, or 0.
    """

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    begins_block: bool = True
    heading: int = 0
    is_listed: bool = False
    is_indented: bool = False
