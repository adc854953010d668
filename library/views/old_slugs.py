"""Permanent redirects from former slugs of published pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from library.models import Episode, Guest, Shelf, Show, Tag

BY_URL: dict[str, Any] = {"show": Show, "shelf": Shelf, "guest": Guest, "tag": Tag}
OF_EPISODES = frozenset(
    {"episode", "changes", "transcript", "challenge", "opinion", "answers", "download", "picture",
     "embed"}
)  # fmt: skip


class OldSlugMiddleware:
    """Redirects URLs with former slugs to the current URLs (301) instead of returning 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or match is None or match.namespace != "library":
            return response
        name, slug = match.url_name or "", match.kwargs.get("slug", "")
        current = current_slug(name, slug) if slug and request.method in ("GET", "HEAD") else None
        if current is None:
            return response
        address = reverse(f"library:{name}", kwargs={**match.kwargs, "slug": current})
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def current_slug(name: str, slug: str) -> str | None:
    """Return the current slug of the public page that used to have `slug`, or None.

    `name` is the URL name. Slugs that an episode had only before publication are ignored.
    """
    if name in OF_EPISODES:
        old = Episode.history.filter(slug=slug, status=Episode.Status.PUBLISHED)
        rows: Any = Episode.objects.published()
    elif name in BY_URL:
        old, rows = BY_URL[name].history.filter(slug=slug), BY_URL[name].objects.in_use()
    else:
        return None
    pk = old.order_by("-history_id").values_list("id", flat=True).first()
    current = rows.filter(pk=pk).values_list("slug", flat=True).first() if pk else None
    return current if current != slug else None
