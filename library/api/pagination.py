"""Pages that begin after a row: page 500 costs what page 1 does, and no row is missed or doubled.

A cursor holds the ordering values of the row it begins after, signed, so that nothing but what
an earlier answer gave out is ever put into a query.
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

CURSOR, PAGE_SIZE = "cursor", "page_size"
LARGEST = 100
MOST_DIGITS = 1000


class Pages(BasePagination):
    """One page of a list, and the links to the next and the previous one."""

    next: str | None = None
    previous: str | None = None

    def __init__(self, page_size: int = 20) -> None:
        self.page_size = page_size

    @property
    @abstractmethod
    def salt(self) -> str:
        """What a cursor of this list, in this order, is signed with."""

    def get_paginated_response(self, data: Any) -> Response:
        answer = Response({"results": data, "next": self.next, "previous": self.previous})
        links = [("next", self.next), ("prev", self.previous)]
        told = [f'<{address}>; rel="{name}"' for name, address in links if address]
        if told:
            answer["Link"] = ", ".join(told)
        return answer

    def size_of(self, request: Request) -> int:
        given = request.query_params.get(PAGE_SIZE)
        if given is None:
            return self.page_size
        # Python reads no longer numbers than that, and any is the largest page.
        whole = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
        if not whole or int(given) < 1:
            raise ValidationError({PAGE_SIZE: ["Give a whole number from 1."]})
        return min(int(given), LARGEST)

    def read_cursor(self, request: Request) -> Any:
        """Return what the cursor of the request holds, or None without one."""
        given = request.query_params.get(CURSOR)
        if given is None:
            return None
        try:
            return signing.loads(given, salt=self.salt)
        except signing.BadSignature:
            raise NotFound(
                "There is no such page: a cursor comes from “next” or “previous” of the same list."
            ) from None

    def link(self, request: Request, held: Any) -> str:
        cursor = signing.dumps(held, salt=self.salt)
        return replace_query_param(request.build_absolute_uri(), CURSOR, cursor)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            {
                "name": CURSOR,
                "in": "query",
                "required": False,
                "description": "Where the page begins; taken from “next” or “previous”.",
                "schema": {"type": "string"},
            },
            {
                "name": PAGE_SIZE,
                "in": "query",
                "required": False,
                "description": f"Rows on a page; more than {LARGEST} is {LARGEST}.",
                "schema": {"type": "integer", "minimum": 1, "default": self.page_size},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": {
                    **address,
                    "description": "The page after this one; null: this is the last.",
                    "example": "https://library.example/api/v1/episodes/?cursor=W2Zhb…",
                },
                "previous": {
                    **address,
                    "description": "The page before this one; null: this is the first.",
                    "example": None,
                },
            },
        }


class CursorPages(Pages):
    """Pages of a queryset, by the values that its rows are ordered by."""

    @property
    def salt(self) -> str:
        return "cursor " + " ".join(f"{key.name} {key.descending}" for key in self.keys)

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.keys = keys_of(queryset)
        size = self.size_of(request)
        held = self.read_cursor(request)
        cursor = Cursor(held[1], held[0]) if held else None
        backwards = cursor is not None and cursor.backwards
        if cursor is not None:
            queryset = queryset.filter(cursor.condition(self.keys))
        queryset = queryset.order_by(*(key.ordering(backwards=backwards) for key in self.keys))
        rows = list(queryset[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        if rows and (backwards or more):
            self.next = self._link_at(rows[-1], request, backwards=False)
        if rows and (more if backwards else cursor is not None):
            self.previous = self._link_at(rows[0], request, backwards=True)
        return rows

    def _link_at(self, row: Any, request: Request, *, backwards: bool) -> str:
        return self.link(request, [backwards, [key.value_in(row) for key in self.keys]])


class PlacePages(Pages):
    """Pages of what is not rows of a table, by place: `fetch(offset, limit)` gets them."""

    def __init__(self, page_size: int, of: str) -> None:
        super().__init__(page_size)
        self.of = of

    @property
    def salt(self) -> str:
        return f"place {self.of}"

    def page(
        self, request: Request, fetch: Callable[[int, int], Sequence[Any]]
    ) -> list[tuple[int, Any]]:
        """Return the things of the page asked for, each with its place from 1."""
        size = self.size_of(request)
        offset: int = self.read_cursor(request) or 0
        found = fetch(offset, size + 1)
        if len(found) > size:
            self.next = self.link(request, offset + size)
        if offset > 0:
            self.previous = self.link(request, max(0, offset - size))
        return list(enumerate(found[:size], start=offset + 1))
