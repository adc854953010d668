"""Compression of answers, but not of parts of files and of what is compressed already."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """A resumed download counts bytes of the file as it is, so that is what has to be sent."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Accept-Ranges") == "bytes":
            return response
        return super().process_response(request, response)
