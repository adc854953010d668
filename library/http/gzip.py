"""Gzip compression of responses, except file downloads with byte ranges."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Compresses all responses except those with `Accept-Ranges: bytes`.

    Byte ranges refer to the uncompressed file.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Accept-Ranges") == "bytes":
            return response
        return super().process_response(request, response)
