"""Pagination for the feed of changes: even the last page has a `next` link."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from library.api.pagination import Pages
from library.services.changes import is_too_old


class CursorTooOld(APIException):
    """Changes after the cursor may already have been deleted."""

    status_code = 410
    default_detail = (
        "The cursor is too old: changes after it have been deleted. Clear your copy and start "
        "again without a cursor."
    )


class ChangePages(Pages):
    """Pages of changes. A cursor contains the time of the request and the ID of the last change."""

    salt = "changes"

    def page(self, request: Request, changes_after: Callable[[int], QuerySet[Any]]) -> list[Any]:
        """Return the changes on the requested page. Raises CursorTooOld."""
        size = self.size_of(request)
        # Read the clock before the query, so that the cursor is never newer than the rows.
        now = int(timezone.now().timestamp())
        cursor = self.read_cursor(request)
        if cursor and is_too_old(datetime.fromtimestamp(cursor[1], UTC)):
            raise CursorTooOld
        after = cursor[0] if cursor else 0
        rows = list(changes_after(after)[:size])
        self.next = self.link(request, [rows[-1].pk if rows else after, now])
        return rows

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        page["properties"]["next"] = {
            "type": "string",
            "format": "uri",
            "description": "URL of the changes after this page. Store it; if it has no results "
            "yet, try again later.",
            "example": "https://library.example/api/v1/changes/?cursor=WzE3LDE3",
        }
        page["properties"]["previous"]["description"] = "Always null."
        return page
