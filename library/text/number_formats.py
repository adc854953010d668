"""Format numbers, times and ranges."""

from scoring.core.sentences import signed
from scoring.core.spectrum import whole

__all__ = ["clock", "clock_iso", "opening", "score_range", "signed", "thousands"]


def score_range(low: float, high: float) -> str:
    """Format a range as `−29 to +5`, or as one number if both ends round to the same number."""
    return signed(low) if whole(low) == whole(high) else f"{signed(low)} to {signed(high)}"


def clock(seconds: float) -> str:
    """Format seconds as `0:07`, `39:34` or `1:02:03`."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def clock_iso(seconds: float) -> str:
    """Format seconds as an ISO 8601 duration, such as `PT2374S`."""
    return f"PT{int(seconds)}S"


def thousands(number: int) -> str:
    """Format a number with thousands separators, as in `5,206`."""
    return f"{number:,}"


def opening(text: str, *, words: int = 12) -> str:
    """Return the first words of a text, with an ellipsis if there are more."""
    parts = text.split(maxsplit=words)
    return text if len(parts) <= words else " ".join(parts[:words]) + "…"
