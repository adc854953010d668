"""The 404 page, which suggests episodes with similar URLs."""

import re
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.pages.sharing import ABOUT

MAX_SHOWN, MAX_LOADED, MAX_WORDS = 5, 60, 6
OTHERS = ("/admin/", "/api/", settings.STATIC_URL)
"""URL prefixes with their own 404 responses."""
_WORD = re.compile(r"[a-z0-9]{4,}")
_PARTS = {"episodes", "transcript", "shows", "shelves", "guests", "tags", "subjects"}


class NotFoundMiddleware:
    """Shows the site's 404 page in development, instead of Django's technical 404 page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code != 404 or not is_page or request.path.startswith(OTHERS):
            return response
        return not_found(request, None)


def not_found(request: HttpRequest, exception: Exception | None) -> HttpResponse:
    """Show a search form and episodes with similar URLs, or else the newest episodes.

    The page shows no episodes if the database fails.
    """
    try:
        near = near_matches(request.path)
        recent = [] if near else list(_episodes()[:MAX_SHOWN])
    except DatabaseError:
        near, recent = [], []
    context = {"near": near, "recent": recent, "about": ABOUT}
    return render(request, "404.html", context, status=404)


def near_matches(path: str) -> list[Episode]:
    """Return published episodes whose slugs contain words of `path`, best first. One query."""
    words = {word for word in _WORD.findall(path.lower()) if word not in _PARTS}
    longest = sorted(words, key=lambda word: (-len(word), word))[:MAX_WORDS]
    if not longest:
        return []
    condition = Q()
    for word in longest:
        condition |= Q(slug__contains=word)
    episodes = list(_episodes().filter(condition)[:MAX_LOADED])
    episodes.sort(key=lambda episode: -sum(word in episode.slug for word in longest))
    return episodes[:MAX_SHOWN]


def _episodes() -> EpisodeQuerySet:
    return Episode.objects.published().select_related("show").newest_first()
