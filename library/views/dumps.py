"""The data page, and downloads of the stored dumps."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from library.exporting.dataset import share_data, table_formats
from library.exporting.dumps import stored_dumps
from library.http.byte_ranges import Span, Unsatisfiable, requested_range
from library.http.problem_details import problem
from library.http.read_only import require_safe
from library.models import Transcript

CHUNK = 65_536


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    dumps, formats = stored_dumps(), table_formats()
    context = {
        "dumps": dumps,
        "licence": settings.DATA.licence,
        "address": request.build_absolute_uri(request.path),
        "formats": formats,
        "licences": Transcript.objects.licences(),
        "shared": share_data(dumps, request.build_absolute_uri, formats=formats),
    }
    return render(request, "library/data.html", context)


@require_safe
def dump(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a dump or, to resume a download, the part that the `Range` header requests."""
    stored = next((stored for stored in stored_dumps() if stored.name == name), None)
    if stored is None:
        raise Http404("This dump does not exist. See the data page for the available dumps.")
    etag = f'"{stored.checksum}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=86400",
        "Content-Disposition": f'attachment; filename="{stored.name}"',
    }
    conditional = get_conditional_response(request, etag=etag)
    if conditional is not None:
        conditional["ETag"] = etag
        return conditional
    # If the file has changed since the first part was downloaded, send all of it again.
    is_same = request.headers.get("If-Range", etag) == etag
    header = request.headers.get("Range", "") if is_same and request.method == "GET" else ""
    try:
        span = requested_range(header, stored.size)
    except Unsatisfiable:
        whole = {"Accept-Ranges": "bytes", "Content-Range": f"bytes */{stored.size}"}
        return problem(416, f"The file has {stored.size} bytes.", headers=whole)
    sent = span or Span(0, stored.size)
    headers["Content-Length"] = str(sent.end - sent.start)
    if span:
        headers["Content-Range"] = span.header(stored.size)
    return StreamingHttpResponse(
        _part(stored.path, sent) if request.method == "GET" else (),
        status=206 if span else 200,
        content_type="application/zip",
        headers=headers,
    )


def _part(path: Path, span: Span) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(span.start)
        left = span.end - span.start
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
