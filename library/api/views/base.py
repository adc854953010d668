"""What the addresses have in common: who may read, what may be asked, and the shape of answers."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django_filters import CharFilter, FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from library.api.columns import load_only
from library.api.conditional_requests import Validators
from library.api.deprecation import Deprecated
from library.api.ordering_keys import keys_of
from library.api.pagination import CURSOR, PAGE_SIZE, CursorPages, Pages, PlacePages
from library.api.parameters import Wanted, refuse_unknown, wanted_fields
from library.api.renderers import CsvRenderer
from library.api.serializers.base import RowSerializer
from library.http.response_store import keep_as, kept_as

KEPT = ("Content-Type", "Content-Disposition", "Link")
"""Headers of an answer that are kept with it; the others are made for each request."""


class CountedView(APIView):
    """Counts a request whatever comes of it: guesses at tokens and what is not allowed too."""

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        finally:
            super().check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """It has been counted."""


class PublicView(CountedView, GenericAPIView[Any]):
    """An address that anybody may read and nobody may write."""

    permission_classes = [AllowAny]
    http_method_names = ["get", "head", "options"]
    serializer_class: type[RowSerializer]
    parameters: ClassVar[tuple[OpenApiParameter, ...]] = ()
    """Query parameters of this address alone."""
    deprecated: ClassVar[Deprecated | None] = None
    """Since when it is to go, and when it will; none is today."""
    of_library: ClassVar[bool] = True
    """Whether the answer changes with the library alone, so that its version tells them apart."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_unknown(request.query_params, self.known_parameters())

    def known_parameters(self) -> list[str]:
        return [*(parameter.name for parameter in self.parameters), "fields", "omit", "format"]

    @cached_property
    def wanted(self) -> Wanted:
        return wanted_fields(self.request.query_params, self.serializer_class.names())

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "wanted": self.wanted}

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.of_library:
            return self.answer(request)
        validators = Validators.of(request)
        response = validators.unchanged(request) or self._kept(request, validators.name)
        validators.mark(response)
        return response

    def _kept(self, request: Request, name: str) -> HttpResponseBase:
        """Return the answer of that name as it is kept, or make it and keep it."""
        if not settings.PAGE_CACHE_SECONDS:
            return self.answer(request)
        kept = kept_as(f"api:{name}")
        if kept is not None:
            answer = kept.answer(request._request)
            patch_vary_headers(answer, ["Accept-Encoding"])
            return answer
        response = self.answer(request)
        if isinstance(response, Response) and response.status_code == 200:
            response.add_post_render_callback(lambda made: _keep(f"api:{name}", made))
        return response

    def options(self, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return HttpResponse(status=204)

    def answer(self, request: Request) -> Response:
        raise NotImplementedError

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.deprecated is not None:
            for name, value in self.deprecated.headers.items():
                answer[name] = value
        return with_allowance(request, answer)


def _keep(key: str, made: HttpResponse) -> None:
    keep_as(key, made, {name: made[name] for name in KEPT if made.has_header(name)})


class PublicDetail(PublicView):
    """One thing: `get_thing` finds its page object."""

    def get_thing(self) -> Any:
        raise NotImplementedError

    def answer(self, request: Request) -> Response:
        return Response(self.get_serializer(self.get_thing()).data)


class PublicList(PublicView):
    """A list in pages, each row with the fields that are wanted and no column besides."""

    renderer_classes = [JSONRenderer, CsvRenderer]
    page_size: ClassVar[int] = 20
    joined: ClassVar[Mapping[str, type[Model]]] = {}
    """Rows that the list joins, by relation name."""
    filter_backends = [DjangoFilterBackend]
    filterset_class: ClassVar[type[FilterSet] | None] = None

    @cached_property
    def pages(self) -> Pages:
        return CursorPages(self.page_size)

    @classmethod
    def page_shape(cls) -> Pages:
        """Return pages that know their size alone, for the description."""
        return PlacePages(cls.page_size, of="")

    @property
    def filters(self) -> Mapping[str, Any]:
        return self.filterset_class.base_filters if self.filterset_class else {}

    def known_parameters(self) -> list[str]:
        return [*super().known_parameters(), CURSOR, PAGE_SIZE, *self.filters]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_empty(request, self.filters)

    def answer(self, request: Request) -> Response:
        data = self.get_serializer(self.get_rows(request), many=True).data
        return self.pages.get_paginated_response(data)

    def get_rows(self, request: Request) -> list[Any]:
        """Return the page objects of the page asked for."""
        queryset = self.narrowed(self.filter_queryset(self.get_queryset()))
        found = self.pages.paginate_queryset(queryset, request, view=self) or []
        return [self.present(row) for row in found]

    def present(self, row: Any) -> Any:
        """Return the page object that stands for a row of the queryset."""
        return row

    def narrowed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Load only the columns of the fields that are wanted, and those of the ordering."""
        columns = {
            column
            for field in self.wanted.names
            for column in self.serializer_class.columns_of(field)
        }
        columns |= {key.name for key in keys_of(queryset)}
        return load_only(queryset, columns, joined=self.joined)


def refuse_empty(request: Request, filters: Mapping[str, Any]) -> None:
    """Refuse a filter that is there without a value, where no value is one."""
    errors = {
        name: ["Give a value, or leave it out."]
        for name, wanted in filters.items()
        if request.query_params.get(name) == "" and not isinstance(wanted, CharFilter)
    }
    if errors:
        raise ValidationError(errors)


def with_allowance(request: Request, response: Response) -> Response:
    """Say in the answer how many requests are left."""
    allowance = getattr(request._request, "allowance", None)
    for name, value in (allowance.headers if allowance else {}).items():
        response[name] = value
    return response
