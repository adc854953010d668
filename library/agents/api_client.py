"""Call the REST API in process, so that agents get the same data as API clients."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from library.api.pagination import CURSOR

Params = Mapping[str, str | int | bool | None]


class ApiError(Exception):
    """An error response from the API, with its `detail` as the message."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def site_address() -> str:
    """Return the base URL of the public site; by default, that of the development server."""
    return settings.DATA.address or "http://127.0.0.1:8000"


class SiteRequest(HttpRequest):
    """A GET request for `path`. Absolute URLs in the response start with `site_address()`."""

    def __init__(self, path: str, query: str) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.GET = QueryDict(query)
        self.META = {"QUERY_STRING": query, "HTTP_ACCEPT": "application/json"}

    def get_host(self) -> str:
        return urlsplit(site_address()).netloc

    @property
    def scheme(self) -> str:
        return urlsplit(site_address()).scheme


def absolute(path: str) -> str:
    """Return the absolute URL for `path`."""
    return f"{site_address()}{path}"


def get(name: str, params: Params | None = None, **kwargs: str | int) -> dict[str, Any]:
    """Call the endpoint `name` and return the parsed JSON response. Raises ApiError.

    Parameters with the value None are omitted. Throttling is off, because the MCP server has its
    own rate limit.
    """
    try:
        path = reverse(f"api:{name}", kwargs=kwargs)
    except NoReverseMatch:
        raise ApiError(404, "Not found.") from None
    query = {key: _as_text(value) for key, value in (params or {}).items() if value is not None}
    view: Any = resolve(path).func
    response = view.cls.as_view(throttle_classes=[])(SiteRequest(path, urlencode(query)), **kwargs)
    if response.status_code >= 400:
        raise ApiError(response.status_code, json.loads(response.content)["detail"])
    # Parse the rendered JSON to get plain values.
    data: dict[str, Any] = json.loads(response.render().content)
    return data


def get_list(name: str, params: Params | None = None, **kwargs: str | int) -> dict[str, Any]:
    """Return a page of a list; `next_cursor` is None on the last page. Raises ApiError."""
    page = get(name, params, **kwargs)
    return {"results": page["results"], "next_cursor": _cursor_of(page["next"])}


def _as_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cursor_of(url: str | None) -> str | None:
    return parse_qs(urlsplit(url).query)[CURSOR][0] if url else None
