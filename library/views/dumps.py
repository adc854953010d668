"""The dumps of the library: the page that lists them, and the files themselves."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from library.exporting.dumps import stored_dumps
from library.exporting.parquet import can_write_parquet
from library.http.byte_ranges import Span, Unsatisfiable, asked_span

CHUNK = 65_536


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    context = {
        "dumps": stored_dumps(),
        "licence": settings.DATA.licence,
        "address": request.build_absolute_uri(request.path),
        "parquet": can_write_parquet(),
    }
    return render(request, "library/data.html", context)


@require_safe
def dump(request: HttpRequest, name: str) -> HttpResponseBase:
    """A dump, or the part of it that `Range` asks for, so that a download can be resumed."""
    found = next((each for each in stored_dumps() if each.name == name), None)
    if found is None:
        raise Http404("There is no such dump; the page of the data lists those that are kept.")
    etag = f'"{found.checksum}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=86400",
        "Content-Disposition": f'attachment; filename="{found.name}"',
    }
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known["ETag"] = etag
        return known
    # A range of another file would be no part of this one.
    same = request.headers.get("If-Range", etag) == etag
    asked = request.headers.get("Range", "") if same and request.method == "GET" else ""
    try:
        span = asked_span(asked, found.size)
    except Unsatisfiable:
        return HttpResponse(
            status=416, headers={**headers, "Content-Range": f"bytes */{found.size}"}
        )
    sent = span or Span(0, found.size)
    headers["Content-Length"] = str(sent.end - sent.start)
    if span:
        headers["Content-Range"] = span.header(found.size)
    return StreamingHttpResponse(
        _part(found.path, sent) if request.method == "GET" else (),
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
