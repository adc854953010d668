"""Views for the OpenAPI schema and its interactive documentation."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SCHEMA_KWARGS, SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.parameters import reject_unknown
from library.http.conditional import with_etag
from library.http.content_version import variant
from library.http.response_store import load_response, store_response


@method_decorator(with_etag, name="dispatch")
class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]

    @extend_schema(**SCHEMA_KWARGS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reject_unknown(request.query_params, ["format"])
        # The schema is cached, because it changes only with the release and the settings.
        if not settings.PAGE_CACHE_SECONDS:
            return self._described(request, *args, **kwargs)
        key = f"schema:{variant()}:{request.accepted_renderer.media_type}"
        cached = load_response(key)
        if cached is not None:
            replay = cached.to_response(request._request)
            patch_vary_headers(replay, ["Accept", "Accept-Encoding"])
            return replay
        response = self._described(request, *args, **kwargs)
        response.add_post_render_callback(lambda rendered: _cache(key, rendered))
        return response

    def _described(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return response


def _cache(key: str, response: HttpResponse) -> None:
    headers = ("Content-Type", "Content-Disposition")
    store_response(key, response, {name: response[name] for name in headers})


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files. The CSP requires its script to be a separate file."""

    permission_classes = [AllowAny]
    template_name = "library/api_docs.html"
