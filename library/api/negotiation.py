"""Which form an answer takes: what `Accept` prefers, or what `format` names."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from library.api.parameters import hint


class Negotiation(DefaultContentNegotiation):
    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> Any:
        if request.query_params.get("format") == "":
            raise ValidationError({"format": ["Give a value, or leave it out."]})
        return super().select_renderer(request, list(renderers), format_suffix)

    def filter_renderers(self, renderers: Iterable[Any], format: str) -> list[Any]:
        kept = [renderer for renderer in renderers if renderer.format == format]
        if not kept:
            known = [renderer.format for renderer in renderers]
            raise ValidationError(
                {"format": [f"There is no format “{format}” here. {hint(format, known)}"]}
            )
        return kept
