"""OpenAPI schema and interactive documentation."""

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


@method_decorator(conditional_page, name="dispatch")
class Schema(SpectacularAPIView):
    permission_classes = [AllowAny]


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our static files, with a separate script because of our CSP."""

    permission_classes = [AllowAny]
    template_name = "library/api_docs.html"
