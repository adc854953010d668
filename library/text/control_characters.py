"""Text without the characters that cannot be drawn. Pure."""

import re

# Control characters, line and paragraph separators, halves of surrogate pairs.
_NOT_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def on_one_line(text: str) -> str:
    """Return `text` on one line that can be drawn: white space and control characters are one."""
    return " ".join(_NOT_IN_LINE.sub(" ", text).split())
