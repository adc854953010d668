"""Links to a page with changed query parameters."""

from collections.abc import Mapping
from urllib.parse import urlencode


def link(path: str, params: Mapping[str, object], **changes: object) -> str:
    """Return `path` with a query string made from `params` and `changes`.

    Values in `changes` replace those in `params`. Empty values are left out.
    """
    query = {
        name: value for name, value in {**params, **changes}.items() if value not in ("", None)
    }
    return f"{path}?{urlencode(query)}" if query else path


def page_number(params: Mapping[str, str], *, maximum: int | None = None) -> int:
    """Return the requested page number, up to `maximum`, or 1 if the number is invalid."""
    text = params.get("page", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    return max(1, min(number, maximum) if maximum else number)
