"""Responses for unknown API URLs."""

from typing import Any

from django.http import HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from library.api.views.base import add_rate_limit_headers


class UnknownUrl(APIView):
    """Returns a 404, or redirects if only the final slash is missing."""

    permission_classes = [AllowAny]
    # An invalid format must still result in a 404.
    content_negotiation_class = DefaultContentNegotiation
    view_name = "no-such-address"
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self._lacks_slash(request):
            raise NotFound(f"{request.path} does not exist.")

    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        address = f"{request.path}/" + (f"?{query}" if query else "")
        # 308 keeps the method and the body.
        keeps_method = request.method not in ("GET", "HEAD")
        return HttpResponsePermanentRedirect(address, preserve_request=keeps_method)

    post = put = patch = delete = get

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        return add_rate_limit_headers(request, response)

    def _lacks_slash(self, request: Request) -> bool:
        try:
            match = resolve(f"{request.path_info}/")
        except Resolver404:
            return False
        return not request.path.endswith("/") and match.view_name != self.view_name
