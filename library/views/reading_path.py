"""Reading paths as web pages, podcast feeds and Markdown files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library.http.content_version import library_version
from library.http.read_only import require_safe
from library.pages.reading_path.files import path_feed, path_markdown
from library.pages.reading_path.page import PathPage
from library.syndication.refusals import refuse_wrong_filters


@require_safe
def path(request: HttpRequest) -> HttpResponse:
    return render(request, "library/path.html", {"page": PathPage(request.GET.dict())})


@refuse_wrong_filters()
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    version = library_version()
    page = PathPage(request.GET.dict())
    return HttpResponse(
        path_feed(page, request.build_absolute_uri, version),
        content_type="application/rss+xml; charset=utf-8",
    )


@refuse_wrong_filters()
@require_safe
def markdown(request: HttpRequest) -> HttpResponse:
    page = PathPage(request.GET.dict())
    return HttpResponse(
        path_markdown(page, request.build_absolute_uri),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="path.md"'},
    )
