"""Views for the OpenAPI schema and its interactive documentation."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from config.api import licence_link
from config.data import DEFAULT_LICENCE
from library.api.parameters import reject_unknown
from library.http.conditional import with_etag
from library.http.content_version import variant
from library.http.response_store import load_response, store_response


@method_decorator(with_etag, name="dispatch")
class Schema(APIView):
    """The OpenAPI description of the API, from the files that `make schema` generates.

    Generating it takes as long as hundreds of pages.
    """

    permission_classes = [AllowAny]
    renderer_classes = SpectacularAPIView.renderer_classes

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        reject_unknown(request.query_params, ["format"])
        renderer = request.accepted_renderer
        path = settings.BASE_DIR / "docs" / f"openapi.{renderer.format}"
        key = f"schema:{variant()}:{renderer.media_type}:{path.stat().st_mtime_ns}"
        cached = load_response(key) if settings.PAGE_CACHE_SECONDS else None
        if cached is None:
            response = _described(path, renderer.media_type)
            if not settings.PAGE_CACHE_SECONDS:
                return response
            cached = store_response(key, response, dict(response.items()))
        response = cached.to_response(request._request)
        patch_vary_headers(response, ["Accept", "Accept-Encoding"])
        return response


def _described(path: Path, media_type: str) -> HttpResponse:
    here = licence_link(settings.DATA.licence)
    return HttpResponse(
        path.read_text("utf-8").replace(licence_link(DEFAULT_LICENCE), here),
        content_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{path.name}"'},
    )


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files. The CSP requires its script to be a separate file."""

    permission_classes = [AllowAny]
    template_name = "library/api_docs.html"
