"""The OpenAPI schema and its interactive documentation."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files, with an external script to satisfy the CSP."""

    permission_classes = [AllowAny]
    template_name = "library/api_docs.html"
