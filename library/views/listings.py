"""Episode lists (library, show, shelf, guest, tag, subject) and directories."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from library.http.page_cache import HTMX
from library.http.read_only import require_safe
from library.models import Guest, Shelf, Show, Tag
from library.pages.listing.debate import Debate
from library.pages.listing.over_time import OverTime
from library.pages.listing.page import Listing
from library.pages.sharing import share_listing
from scoring.models import Subject

NAMES_PER_PAGE = 300
Filing = Show | Shelf | Guest | Tag | Subject
IN_USE: dict[str, Callable[[], QuerySet[Any]]] = {
    "show": Show.objects.in_use,
    "shelf": Shelf.objects.in_use,
    "guest": Guest.objects.in_use,
    "tag": Tag.objects.in_use,
    "subject": Subject.objects.in_use,
}
HEADINGS = {
    "show": "Shows",
    "shelf": "Shelves",
    "guest": "Guests",
    "tag": "Tags",
    "subject": "Subjects",
}


class HtmxRequest(HttpRequest):
    """A request processed by HtmxMiddleware."""

    htmx: HtmxDetails


@require_safe
@vary_on_headers(*HTMX)
def index(request: HtmxRequest) -> HttpResponse:
    return _listing(request, Listing(request.path, request.GET.dict()))


@require_safe
@vary_on_headers(*HTMX)
def show(request: HtmxRequest, slug: str) -> HttpResponse:
    under = get_object_or_404(Show, slug=slug)
    return _filed(request, under, "show", course=OverTime(under))


@require_safe
@vary_on_headers(*HTMX)
def shelf(request: HtmxRequest, slug: str) -> HttpResponse:
    return _filed(request, get_object_or_404(Shelf, slug=slug), "shelf")


@require_safe
@vary_on_headers(*HTMX)
def guest(request: HtmxRequest, slug: str) -> HttpResponse:
    return _filed(request, get_object_or_404(Guest, slug=slug), "guest")


@require_safe
@vary_on_headers(*HTMX)
def tag(request: HtmxRequest, slug: str) -> HttpResponse:
    return _filed(request, get_object_or_404(Tag, slug=slug), "tag")


@require_safe
@vary_on_headers(*HTMX)
def subject(request: HtmxRequest, slug: str) -> HttpResponse:
    """Show the debate on a subject and list its episodes."""
    under = get_object_or_404(Subject, slug=slug)
    return _filed(request, under, "subject", debate=Debate(under))


@require_safe
def directory(request: HttpRequest, kind: str) -> HttpResponse:
    """List the shows, shelves, guests, tags or subjects that have published episodes."""
    page = Paginator(IN_USE[kind](), NAMES_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "library/directory.html", {"heading": HEADINGS[kind], "kind": kind, "page": page}
    )


def _filed(request: HtmxRequest, under: Filing, kind: str, **context: object) -> HttpResponse:
    listing = Listing(request.path, request.GET.dict(), fixed={kind: under.slug})
    return _listing(request, listing, under=under, kind=kind, directory=HEADINGS[kind], **context)


def _listing(
    request: HtmxRequest, listing: Listing, *, under: Filing | None = None, **context: object
) -> HttpResponse:
    is_partial = request.htmx and not request.htmx.history_restore_request
    template = "library/_listing.html" if is_partial else "library/index.html"
    shared = share_listing(listing, request.build_absolute_uri, under)
    return render(
        request, template, {"listing": listing, "under": under, "shared": shared, **context}
    )
