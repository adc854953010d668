"""Remove control characters."""

import re

# Control characters, line and paragraph separators, lone surrogates.
_NOT_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def on_one_line(text: str) -> str:
    """Return `text` on one line.

    Each run of white space and control characters is replaced with a space.
    """
    return " ".join(_NOT_IN_LINE.sub(" ", text).split())
