"""OpenAPI schema and interactive documentation."""

from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from library.http.conditional import with_etag


@method_decorator(with_etag, name="dispatch")
class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our static files, with a separate script because of our CSP."""

    permission_classes = [AllowAny]
    template_name = "library/api_docs.html"
