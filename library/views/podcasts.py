"""The library, and whatever filters narrow it to, as a podcast."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from library.http.content_version import library_version
from library.pages.podcast.listing_feed import ListPodcast


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    version = library_version()
    podcast = ListPodcast(request.GET.dict())
    if not podcast.has_page:
        raise Http404("The feed has no such page.")
    written = podcast.write(request.build_absolute_uri, version)
    return HttpResponse(written, content_type="application/rss+xml; charset=utf-8")
