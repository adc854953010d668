"""Content negotiation by the `Accept` header or the `format` parameter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import NotAcceptable, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.utils.mediatypes import _MediaType

from library.api.parameters import hint
from library.filter_errors import EMPTY


@dataclass(frozen=True, slots=True)
class Wish:
    """A media range in the `Accept` header."""

    media: Any
    weight: float

    @classmethod
    def of(cls, text: str) -> "Wish":
        media = _MediaType(text)
        return cls(media, _weight(media.params.get("q", "1")))

    @property
    def media_type(self) -> str:
        text: str = self.media.orig
        return text

    @property
    def precision(self) -> int:
        precision: int = self.media.precedence
        return precision

    def matches(self, media_type: str) -> bool:
        offered = _MediaType(media_type)
        return bool(offered.match(self.media))


class Negotiation(DefaultContentNegotiation):
    """Chooses the renderer with the highest weight in the `Accept` header.

    If weights are equal, the more specific media range wins.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> Any:
        offered = list(renderers)
        if (name := request.query_params.get("format")) is not None:
            if name == "":
                raise ValidationError({"format": [EMPTY]})
            offered = self.filter_renderers(offered, name)
        wishes = [Wish.of(text) for text in self.get_accept_list(request)]
        chosen = _best_of(offered, wishes)
        if chosen is None and name is not None:
            # `format` takes precedence, because clients generated from the schema accept only JSON.
            chosen = offered[0], offered[0].media_type
        if chosen is None:
            types = ", ".join(renderer.media_type for renderer in offered)
            raise NotAcceptable(f"No format matches Accept. Available media types: {types}.")
        return chosen

    def filter_renderers(self, renderers: Iterable[Any], format: str) -> list[Any]:
        matching = [renderer for renderer in renderers if renderer.format == format]
        if not matching:
            formats = [renderer.format for renderer in renderers]
            message = f"Unknown format “{format}”. {hint(format, formats, 'formats')}"
            raise ValidationError({"format": [message]})
        return matching


def _best_of(renderers: list[Any], wishes: list[Wish]) -> tuple[Any, str] | None:
    """Return the client's preferred renderer and its media type, or None if no renderer matches."""
    best: tuple[float, int] = (0.0, -1)
    chosen = None
    for renderer in renderers:
        matching = [wish for wish in wishes if wish.matches(renderer.media_type)]
        wish = max(matching, key=lambda wish: wish.precision, default=None)
        if wish and wish.weight and (wish.weight, wish.precision) > best:
            best = (wish.weight, wish.precision)
            is_exact = wish.precision > 2  # has parameters, such as "indent=4"
            chosen = renderer, wish.media_type if is_exact else renderer.media_type
    return chosen


def _weight(text: str) -> float:
    """Return the weight in `text`, from 0 to 1. An invalid weight is treated as 1."""
    try:
        weight = float(text)
    except ValueError:
        return 1.0
    return weight if 0 <= weight <= 1 else 1.0
