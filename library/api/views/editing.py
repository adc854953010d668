"""What the addresses that write have in common."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from library.api.idempotency import HEADER, once
from library.api.parameters import refuse_unknown
from library.api.permissions import Need, Permitted
from library.api.views.base import CountedView, with_allowance
from library.models import Episode

IDEMPOTENCY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    location=OpenApiParameter.HEADER,
    description="Any name of this request, by which repeating it does nothing twice.",
)


class EditorsView(CountedView, APIView):
    """An address for tokens alone; `needs` says for each method what a token must be good for."""

    permission_classes = [Permitted]
    needs: ClassVar[Mapping[str, Need]]
    parameters: ClassVar[Collection[str]] = ()
    """Query parameters of this address."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_unknown(request.query_params, [*self.parameters, "format"])

    def once(self, request: Request, work: Callable[[], Response]) -> HttpResponseBase:
        return once(request, work)

    @property
    def reason(self) -> str:
        """What the history says of a change that is made here."""
        return f"By token {self.request.auth}"

    def episode(self) -> Episode:
        """Return the episode of the address, whatever its state, locked while it is written."""
        return get_object_or_404(Episode.objects.select_for_update(), slug=self.kwargs["slug"])

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return with_allowance(request, answer)
