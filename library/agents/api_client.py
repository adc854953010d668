"""Asks the API within this process, so that agents are told what programs and pages are."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from library.api.pagination import CURSOR

Given = Mapping[str, str | int | bool | None]


class Refused(Exception):
    """The API's answer is an error; the message is its detail, in sentences."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def site_address() -> str:
    """Return what the links that agents get begin with: the public site, or that of development."""
    return settings.DATA.address or "http://127.0.0.1:8000"


class SiteRequest(HttpRequest):
    """A request for `path` at the public address of the site, whence its links come."""

    def __init__(self, path: str, query: str) -> None:
        super().__init__()
        self.method = "GET"
        self.path = self.path_info = path
        self.GET = QueryDict(query)
        self.META = {"QUERY_STRING": query, "HTTP_ACCEPT": "application/json"}

    def get_host(self) -> str:
        return urlsplit(site_address()).netloc

    def _get_scheme(self) -> str:
        return urlsplit(site_address()).scheme


def absolute(path: str) -> str:
    """Return a path of the site as a whole address."""
    return f"{site_address()}{path}"


def ask(name: str, given: Given | None = None, **place: str | int) -> dict[str, Any]:
    """Return what the address of that name answers; Refused where it is an error.

    What is None is not asked for. Who may ask how often is for the door to say, not for this.
    """
    try:
        path = reverse(f"api:{name}", kwargs=place)
    except NoReverseMatch:
        raise Refused(404, "What was named cannot be the name of anything here.") from None
    asked = {key: _said(value) for key, value in (given or {}).items() if value is not None}
    view: Any = resolve(path).func
    response = view.cls.as_view(throttle_classes=[])(SiteRequest(path, urlencode(asked)), **place)
    if response.status_code >= 400:
        told = json.loads(response.content)
        named = [f"{each['name']}: {each['detail']}" for each in told.get("errors", ())]
        raise Refused(response.status_code, " ".join(named) or told["detail"])
    # As it would be read from the wire: plain values, in the form that JSON has for them.
    answer: dict[str, Any] = json.loads(response.render().content)
    return answer


def ask_list(name: str, given: Given | None = None, **place: str | int) -> dict[str, Any]:
    """Return a page of a list: its rows, and the cursor of the next page or None."""
    answer = ask(name, given, **place)
    return {"results": answer["results"], "next_cursor": _cursor_of(answer["next"])}


def _said(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cursor_of(address: str | None) -> str | None:
    return parse_qs(urlsplit(address).query)[CURSOR][0] if address else None
