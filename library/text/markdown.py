"""Escape text for Markdown."""

import re

_MARKS = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
_LIST = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))(?=\s|$)|^([-=]{2,})")


def escape_markdown(text: str) -> str:
    """Return `text` on one line, escaped so that Markdown displays it unchanged."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(_escaped_start, line)


def _escaped_start(match: re.Match[str]) -> str:
    number, point = match.group(2), match.group(3)
    return rf"{number}\{point}" if number else rf"\{match.group()}"
