"""Text as XML 1.0 may hold it. Pure."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` without the characters that no XML file may hold, escaped or not."""
    return _FORBIDDEN.sub("", text)
