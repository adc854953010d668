"""Parse IDs and URLs of YouTube videos."""

import re

_ID = r"[A-Za-z0-9_-]{11}"
_ADDRESS = re.compile(
    r"(?:https?:)?(?://)?(?:www\.|m\.|music\.)?(?:"
    rf"youtu\.be/|youtube(?:-nocookie)?\.com/(?:embed/|shorts/|live/|v/|watch/?\?(?:[^#\s]{{0,300}}&)?v=))({_ID})"
    r"(?:[?&#/].{0,500})?",
    re.I,
)


def video_id(text: str) -> str:
    """Return the video ID in `text`, which is an ID or a URL, or '' if `text` is empty.

    Raises ValueError if `text` is neither an ID nor the URL of a YouTube video.
    """
    text = text.strip()
    if not text or re.fullmatch(_ID, text):
        return text
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise ValueError(f"{text[:80]!r} is not a YouTube video ID or URL")
    return match.group(1)
