"""Base classes for endpoints that require a token."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from library.api.idempotency import HEADER, Work, run_once
from library.api.pagination import COUNT, CURSOR, PAGE_SIZE, CursorPages
from library.api.parameters import reject_unknown
from library.api.permissions import Need, TokenPermission
from library.api.views.base import ThrottledView, add_rate_limit_headers
from library.models import Episode

IDEMPOTENCY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    location=OpenApiParameter.HEADER,
    description="A unique value for this request; repeating it replays the first response.",
)


class EditorsView(ThrottledView, APIView):
    """An endpoint that requires a token. `needs` lists permissions and scopes by method."""

    permission_classes = [TokenPermission]
    needs: ClassVar[Mapping[str, Need]]
    parameters: ClassVar[Collection[str]] = ()
    """Query parameters."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reject_unknown(request.query_params, self.allowed_parameters())

    def allowed_parameters(self) -> list[str]:
        return [*self.parameters, "format"]

    def run_once(self, request: Request, work: Work) -> HttpResponseBase:
        return run_once(request, lambda: work)

    def run_prepared_once(self, request: Request, prepare: Callable[[], Work]) -> HttpResponseBase:
        """Call `prepare` before the transaction, and the returned function in the transaction."""
        return run_once(request, prepare)

    @property
    def reason(self) -> str:
        """The reason recorded in the history."""
        return f"By token {self.request.auth}"

    def episode(self) -> Episode:
        """Return the episode in the URL, in any state, locked for update."""
        return get_object_or_404(Episode.objects.select_for_update(), slug=self.kwargs["slug"])

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return add_rate_limit_headers(request, response)


class EditorsList(EditorsView):
    """An endpoint whose GET returns a paginated list."""

    page_size: ClassVar[int] = 20
    list_parameters: ClassVar[Collection[OpenApiParameter]] = ()
    """Query parameters of the list."""

    @classmethod
    def page_shape(cls) -> CursorPages:
        """Return a paginator for the OpenAPI schema."""
        return CursorPages(cls.page_size)

    def allowed_parameters(self) -> list[str]:
        verb = str(self.request.method).lower()
        if verb in self.needs and verb != "get":
            return super().allowed_parameters()
        names = [parameter.name for parameter in self.list_parameters]
        return [*super().allowed_parameters(), COUNT, CURSOR, PAGE_SIZE, *names]

    def list_response(
        self,
        rows: QuerySet[Any],
        serializer: type[BaseSerializer[Any]],
        present: Callable[[Any], Any] = lambda row: row,
    ) -> Response:
        """Return the requested page of `rows`; `present` converts a row for the serializer."""
        pages = CursorPages(self.page_size)
        page = pages.paginate_queryset(rows, self.request, view=self)
        context = {"request": self.request}
        data = serializer([present(row) for row in page], many=True, context=context).data
        return pages.get_paginated_response(data)
