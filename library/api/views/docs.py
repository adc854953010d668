"""The description of the API, for programs and for people."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; its script is served apart, as our policy wants it."""

    permission_classes = [AllowAny]
    template_name = "library/api_docs.html"
