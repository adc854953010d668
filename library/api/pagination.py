"""Keyset pagination for querysets, and offset pagination for other lists.

With keyset pagination, page 500 is as fast as page 1, and no row is missed or repeated. Cursors are
signed, so that clients cannot inject values into a query.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from django.core import signing
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from library.api.ordering_keys import Cursor, keys_of

CURSOR, PAGE_SIZE, COUNT = "cursor", "page_size", "count"
MAX_PAGE_SIZE = 100
MAX_SEARCH_PAGE = 50
"""Maximum number of rows on a page of a search: marking the words in a passage is expensive."""
MAX_DIGITS = 1000


def wants_count(request: Request) -> bool:
    """Return whether the request has `count=true`. Raises ValidationError if `count` is invalid."""
    value = request.query_params.get(COUNT, "false")
    if value not in ("true", "false"):
        raise ValidationError({COUNT: [f"“{value}” is not valid; use true or false."]})
    return value == "true"


class Pages(BasePagination):
    """One page of a list, with links to the next and previous pages."""

    next: str | None = None
    previous: str | None = None
    count: int | None = None
    """Number of rows in the whole list, or None if it was not requested."""

    def __init__(self, page_size: int = 20, max_page_size: int = MAX_PAGE_SIZE) -> None:
        self.page_size, self.max_page_size = page_size, max_page_size

    @property
    @abstractmethod
    def salt(self) -> str:
        """Salt of the cursor signature; it identifies the list and its order."""

    def get_paginated_response(self, data: Any) -> Response:
        page = {"results": data, "next": self.next, "previous": self.previous}
        response = Response(page if self.count is None else {**page, "count": self.count})
        urls = [("next", self.next), ("prev", self.previous)]
        links = [f'<{url}>; rel="{name}"' for name, url in urls if url]
        if links:
            response["Link"] = ", ".join(links)
        return response

    def size_of(self, request: Request) -> int:
        value = request.query_params.get(PAGE_SIZE)
        if value is None:
            return self.page_size
        # By default, int() raises ValueError for more than 4,300 digits.
        is_integer = value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
        if not is_integer or int(value) < 1:
            raise ValidationError({PAGE_SIZE: ["Must be a whole number of at least 1."]})
        return min(int(value), self.max_page_size)

    def read_cursor(self, request: Request) -> Any:
        """Return the content of the cursor, or None without a cursor.

        Raises NotFound if the cursor is invalid.
        """
        cursor = request.query_params.get(CURSOR)
        if cursor is None:
            return None
        try:
            return signing.loads(cursor, salt=self.salt)
        except signing.BadSignature:
            raise NotFound(
                "Invalid cursor. Use the “next” or “previous” URL from a response for this list."
            ) from None

    def link(self, request: Request, content: Any) -> str:
        cursor = signing.dumps(content, salt=self.salt)
        return replace_query_param(request.build_absolute_uri(), CURSOR, cursor)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            {
                "name": CURSOR,
                "in": "query",
                "required": False,
                "description": "Cursor from the `next` or `previous` URL of a response.",
                "schema": {"type": "string"},
            },
            {
                "name": PAGE_SIZE,
                "in": "query",
                "required": False,
                "description": f"Rows per page; higher values are reduced to {self.max_page_size}.",
                "schema": {"type": "integer", "minimum": 1, "default": self.page_size},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        url = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": {
                    **url,
                    "description": "URL of the next page; null on the last page.",
                    "example": "https://library.example/api/v1/episodes/?cursor=W2Zhb",
                },
                "previous": {
                    **url,
                    "description": "URL of the previous page; null on the first page.",
                    "example": None,
                },
            },
        }


class CursorPages(Pages):
    """Keyset pagination for querysets."""

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [*super().get_schema_operation_parameters(view), COUNT_PARAMETER]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        page["properties"]["count"] = {
            "type": "integer",
            "description": "Number of rows in the whole list; only with `count=true`.",
            "example": 48,
        }
        return page

    @property
    def salt(self) -> str:
        return "cursor " + " ".join(f"{key.name} {key.descending}" for key in self.keys)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.keys = keys_of(queryset)
        size = self.size_of(request)
        self.count = queryset.count() if wants_count(request) else None
        content = self.read_cursor(request)
        cursor = Cursor(content[1], content[0]) if content else None
        backwards = cursor is not None and cursor.backwards
        if cursor is not None:
            queryset = queryset.filter(cursor.condition(self.keys))
        queryset = queryset.order_by(*(key.ordering(backwards=backwards) for key in self.keys))
        rows = list(queryset[: size + 1])
        has_more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        if rows and (backwards or has_more):
            self.next = self._link_at(rows[-1], request, backwards=False)
        if rows and (has_more if backwards else cursor is not None):
            self.previous = self._link_at(rows[0], request, backwards=True)
        return rows

    def _link_at(self, row: Any, request: Request, *, backwards: bool) -> str:
        return self.link(request, [backwards, [key.value_in(row) for key in self.keys]])


COUNT_PARAMETER: dict[str, Any] = {
    "name": COUNT,
    "in": "query",
    "required": False,
    "description": "Whether to count all rows in the list, which takes one more query.",
    "schema": {"type": "string", "enum": ["true", "false"], "default": "false"},
}


class OffsetPages(Pages):
    """Offset pagination for results that are not table rows; `of` identifies the list."""

    def __init__(self, page_size: int, of: str, max_page_size: int = MAX_PAGE_SIZE) -> None:
        super().__init__(page_size, max_page_size)
        self.of = of

    @property
    def salt(self) -> str:
        return f"place {self.of}"

    def page(
        self, request: Request, fetch: Callable[[int, int], Sequence[Any]]
    ) -> list[tuple[int, Any]]:
        """Return the requested page as pairs of number and item.

        Items are numbered from 1 across the whole list. `fetch(offset, limit)` returns a slice of
        the list.
        """
        size = self.size_of(request)
        offset: int = self.read_cursor(request) or 0
        items = fetch(offset, size + 1)
        if len(items) > size:
            self.next = self.link(request, offset + size)
        if offset > 0:
            self.previous = self.link(request, max(0, offset - size))
        return list(enumerate(items[:size], start=offset + 1))
