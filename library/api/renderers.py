"""Lists as CSV, for spreadsheets and for R."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a text begins with for a spreadsheet to run it as a formula."""


class CsvRenderer(BaseRenderer):
    """The rows of a list with a line of names; a field that is itself a list or object is JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        names = (renderer_context or {})["view"].wanted.names
        text = io.StringIO(newline="")
        lines = csv.writer(text)
        lines.writerow(names)
        lines.writerows([cell(row[name]) for name in names] for row in data["results"])
        return text.getvalue()


def cell(value: Any) -> Any:
    """Return `value` for a cell; a text that would run as a formula gets an apostrophe before it.

    A number stays a number, a negative one too.
    """
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value
