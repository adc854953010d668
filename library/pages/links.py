"""Links to a page with changed query parameters."""

from collections.abc import Mapping
from urllib.parse import urlencode


def link(path: str, params: Mapping[str, object], **changes: object) -> str:
    """Return `path` with the query parameters `params`, updated by `changes`; omit empty ones."""
    query = {
        name: value for name, value in {**params, **changes}.items() if value not in ("", None)
    }
    return f"{path}?{urlencode(query)}" if query else path


def page_number(params: Mapping[str, str], *, maximum: int | None = None) -> int:
    """Return the requested page number, at most `maximum`, or 1 if it is invalid."""
    text = params.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    return max(1, min(number, maximum) if maximum else number)
