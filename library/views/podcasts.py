"""The podcast feed of the library, which accepts the filters of the episode list."""

from django.http import Http404, HttpRequest, HttpResponse

from library.http.content_version import library_version
from library.http.read_only import require_safe
from library.pages.podcast.listing_feed import ListPodcast
from library.syndication.refusals import refuse_wrong_filters


@refuse_wrong_filters(allowed=["page"])
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    version = library_version()
    podcast = ListPodcast(request.GET.dict())
    if not podcast.has_page:
        raise Http404("This page of the feed does not exist.")
    xml = podcast.write(request.build_absolute_uri, version)
    return HttpResponse(xml, content_type="application/rss+xml; charset=utf-8")
