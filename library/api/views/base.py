"""Base classes for the API views."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponseBase, JsonResponse
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
from library.api.conditional_requests import cache_key, conditional
from library.api.deprecation import Deprecated
from library.api.description import describe
from library.api.filters import reject_unknown_slugs
from library.api.ordering_keys import keys_of
from library.api.pagination import (
    COUNT,
    CURSOR,
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    CursorPages,
    OffsetPages,
    Pages,
)
from library.api.parameters import RequestedFields, reject_unknown, requested_fields
from library.api.renderers import CsvRenderer
from library.api.serializers.base import RowSerializer
from library.filter_errors import EMPTY
from library.http.conditional import content_etag
from library.http.content_version import library_version
from library.http.response_store import load_response, store_response

CACHED_HEADERS = ("Content-Type", "Content-Disposition", "ETag", "Link")
"""Headers cached with a response; the others depend on the request."""


class ThrottledView(APIView):
    """Counts every request against the rate limit, even if authentication fails."""

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        finally:
            super().check_throttles(request)

    def check_throttles(self, request: Request) -> None:
        """Do nothing; `perform_authentication` has already checked the rate limit."""


class PublicView(ThrottledView, GenericAPIView[Any]):
    """A read-only endpoint that does not require a token."""

    permission_classes = [AllowAny]
    http_method_names = ["get", "head", "options"]
    serializer_class: type[RowSerializer]
    parameters: ClassVar[tuple[OpenApiParameter, ...]] = ()
    """Additional query parameters."""
    deprecated: ClassVar[Deprecated | None] = None
    is_versioned: ClassVar[bool] = True
    """Whether the response depends only on the library version and so can be cached."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reject_unknown(request.query_params, self.allowed_parameters())

    def allowed_parameters(self) -> list[str]:
        return [*(parameter.name for parameter in self.parameters), "fields", "omit", "format"]

    @cached_property
    def requested(self) -> RequestedFields:
        return requested_fields(self.request.query_params, self.serializer_class.names())

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "requested": self.requested}

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_versioned:
            return conditional(request, self._render(request, ""), None)
        version = library_version()
        response = self._cached(request, cache_key(request, version))
        return conditional(request, response, version)

    def _cached(self, request: Request, key: str) -> HttpResponseBase:
        """Return the response cached under `key`, or build the response and cache it."""
        cached = load_response(f"api:{key}") if settings.PAGE_CACHE_SECONDS else None
        if cached is not None:
            replay = cached.to_response(request._request)
            patch_vary_headers(replay, ["Accept-Encoding"])
            return replay
        response = self._render(request, key)
        if settings.PAGE_CACHE_SECONDS and isinstance(response, Response):
            headers = {name: response[name] for name in CACHED_HEADERS if name in response}
            store_response(f"api:{key}", response, headers)
        return response

    def _render(self, request: Request, key: str) -> HttpResponseBase:
        """Build the response and set its ETag: a hash of the body, or `key` for a stream."""
        response = self.build_response(request)
        if isinstance(response, Response):
            rendered = super().finalize_response(request, response).render()
            response["ETag"] = content_etag(rendered.content)
        else:
            response["ETag"] = f'W/"{key}"'
        return response

    def options(self, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return JsonResponse(describe(self), json_dumps_params={"ensure_ascii": False})

    def build_response(self, request: Request) -> Response:
        raise NotImplementedError

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        if self.deprecated is not None:
            for name, value in self.deprecated.headers.items():
                final[name] = value
        return add_rate_limit_headers(request, final)


class PublicDetail(PublicView):
    """A single object, returned by `get_object`."""

    def get_object(self) -> Any:
        raise NotImplementedError

    def build_response(self, request: Request) -> Response:
        return Response(self.get_serializer(self.get_object()).data)


class PublicList(PublicView):
    """A paginated list that loads only the requested columns."""

    renderer_classes = [JSONRenderer, CsvRenderer]
    page_size: ClassVar[int] = 20
    max_page_size: ClassVar[int] = MAX_PAGE_SIZE
    joined: ClassVar[Mapping[str, type[Model]]] = {}
    """Models of joined relations, by relation name."""
    filter_backends = [DjangoFilterBackend]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    counts: ClassVar[bool] = True
    """Whether `count=true` returns the number of rows."""

    @cached_property
    def pages(self) -> Pages:
        return CursorPages(self.page_size, self.max_page_size)

    @classmethod
    def page_shape(cls) -> Pages:
        """Return a paginator for the OpenAPI schema."""
        if cls.counts:
            return CursorPages(cls.page_size, cls.max_page_size)
        return OffsetPages(cls.page_size, "", cls.max_page_size)

    @property
    def filters(self) -> Mapping[str, Any]:
        return self.filterset_class.base_filters if self.filterset_class else {}

    def allowed_parameters(self) -> list[str]:
        count = [COUNT] if self.counts else []
        return [*super().allowed_parameters(), CURSOR, PAGE_SIZE, *count, *self.filters]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reject_empty(request, self.filters)

    def build_response(self, request: Request) -> Response:
        data = self.get_serializer(self.get_rows(request), many=True).data
        return self.pages.get_paginated_response(data)

    def get_rows(self, request: Request) -> list[Any]:
        """Return the objects of the requested page."""
        queryset = self.load_requested(self.filter_queryset(self.get_queryset()))
        rows = self.pages.paginate_queryset(queryset, request, view=self) or []
        return [self.present(row) for row in rows]

    def present(self, row: Any) -> Any:
        """Return the object to serialize for a queryset row."""
        return row

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        filtered = super().filter_queryset(queryset)
        reject_unknown_slugs(self.request.query_params, self.filters)
        return filtered

    def load_requested(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Load only the columns needed for the requested fields and the ordering."""
        columns = {
            column
            for field in self.requested.names
            for column in self.serializer_class.columns_of(field)
        }
        columns |= {key.name for key in keys_of(queryset)}
        return load_only(queryset, columns, joined=self.joined)


def reject_empty(request: Request, filters: Mapping[str, Any]) -> None:
    """Raise ValidationError if a filter has an empty value. Only text filters can be empty."""
    errors = {
        name: [EMPTY]
        for name, filter_ in filters.items()
        if request.query_params.get(name) == "" and not isinstance(filter_, CharFilter)
    }
    if errors:
        raise ValidationError(errors)


def add_rate_limit_headers(request: Request, response: Response) -> Response:
    rate_limit = getattr(request._request, "rate_limit", None)
    for name, value in (rate_limit.headers if rate_limit else {}).items():
        response[name] = value
    return response
