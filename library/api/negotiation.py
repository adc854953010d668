"""Content negotiation by `Accept` or by the `format` parameter."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from library.api.parameters import EMPTY, hint


class Negotiation(DefaultContentNegotiation):
    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> Any:
        if request.query_params.get("format") == "":
            raise ValidationError({"format": [EMPTY]})
        return super().select_renderer(request, list(renderers), format_suffix)

    def filter_renderers(self, renderers: Iterable[Any], format: str) -> list[Any]:
        matching = [renderer for renderer in renderers if renderer.format == format]
        if not matching:
            formats = [renderer.format for renderer in renderers]
            message = f"Unknown format “{format}”. {hint(format, formats, 'formats')}"
            raise ValidationError({"format": [message]})
        return matching
