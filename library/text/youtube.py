"""Ids of YouTube videos, alone or in an address as people paste it. Pure."""

import re

_ID = r"[A-Za-z0-9_-]{11}"
_ADDRESS = re.compile(
    r"(?:https?:)?(?://)?(?:www\.|m\.|music\.)?(?:"
    rf"youtu\.be/|youtube(?:-nocookie)?\.com/(?:embed/|shorts/|live/|v/|watch/?\?(?:[^#\s]{{0,300}}&)?v=))({_ID})"
    r"(?:[?&#/].{0,500})?",
    re.I,
)


def video_id(text: str) -> str:
    """Return the id that `text` is or holds, '' for an empty text; ValueError if it is no video."""
    text = text.strip()
    if not text or re.fullmatch(_ID, text):
        return text
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:80]!r} is not a YouTube video: give its id or its address")
    return match.group(1)
