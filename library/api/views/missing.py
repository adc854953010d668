"""What is said where there is nothing."""

from typing import Any

from django.http import HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from library.api.views.base import with_allowance


class NoSuchAddress(APIView):
    """Answers 404 as a problem document; an address that lacks only its last slash is shown on."""

    permission_classes = [AllowAny]
    # Whatever form is asked for, what counts is that nothing is here.
    content_negotiation_class = DefaultContentNegotiation
    view_name = "no-such-address"
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self._lacks_its_slash(request):
            raise NotFound(f"There is nothing at {request.path}.")

    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        return with_allowance(request, answer)

    def _lacks_its_slash(self, request: Request) -> bool:
        try:
            found = resolve(f"{request.path_info}/")
        except Resolver404:
            return False
        return not request.path.endswith("/") and found.view_name != self.view_name
