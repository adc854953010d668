"""Prepare text for XML 1.0."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` without characters that XML does not allow even when escaped."""
    return _FORBIDDEN.sub("", text)
