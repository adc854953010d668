"""Sitemaps of the public pages, and their index."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from library.models import Episode, Guest, Shelf, Show, Tag
from scoring.models import Subject


class Pages(Sitemap[str]):
    """Sitemap of the overview pages, without the search page: robots.txt excludes its results."""

    def items(self) -> list[str]:
        names = ("index", "map", "balance", "methodology", "data")
        filed = ("shows", "shelves", "guests", "tags", "subjects")
        return [f"library:{name}" for name in (*names, *filed)]

    def location(self, item: str) -> str:
        return reverse(item)


class Episodes(Sitemap[Episode]):
    limit = 10_000

    def items(self) -> QuerySet[Episode]:
        last_assessment = Max("assessments__created_at")
        return Episode.objects.published().annotate(assessed_at=last_assessment).order_by("pk")

    def lastmod(self, item: Episode) -> datetime:
        assessed_at: datetime | None = getattr(item, "assessed_at", None)
        return max(item.updated_at, assessed_at) if assessed_at else item.updated_at


class Transcripts(Sitemap[Episode]):
    limit = 10_000

    def items(self) -> QuerySet[Episode]:
        episodes = Episode.objects.published().filter(transcripts__is_current=True)
        return episodes.annotate(stored_at=Max("transcripts__stored_at")).order_by("pk")

    def location(self, item: Episode) -> str:
        return item.transcript_url

    def lastmod(self, item: Episode) -> datetime:
        stored_at: datetime = getattr(item, "stored_at", item.updated_at)
        return stored_at


class CatalogueSitemap(Sitemap[Any]):
    """Sitemap of the shows, shelves, guests or tags that have published episodes."""

    limit = 10_000

    def __init__(self, model: type[Show] | type[Shelf] | type[Guest] | type[Tag]) -> None:
        self.model = model

    def items(self) -> QuerySet[Any]:
        rows = self.model.objects.in_use().annotate(changed_at=Max("episodes__updated_at"))
        ordered: QuerySet[Any] = rows.order_by("pk")
        return ordered

    def lastmod(self, item: Any) -> datetime:
        changed_at: datetime = item.changed_at
        return changed_at


class SubjectSitemap(Sitemap[Subject]):
    """Sitemap of the subjects that have published episodes."""

    limit = 10_000

    def items(self) -> QuerySet[Subject]:
        return Subject.objects.in_use().order_by("pk")


SITEMAPS: dict[str, Sitemap[Any]] = {
    "pages": Pages(),
    "episodes": Episodes(),
    "transcripts": Transcripts(),
    "shows": CatalogueSitemap(Show),
    "shelves": CatalogueSitemap(Shelf),
    "guests": CatalogueSitemap(Guest),
    "tags": CatalogueSitemap(Tag),
    "subjects": SubjectSitemap(),
}


def index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps that have at least one page; the protocol does not allow empty sitemaps."""
    filled: Any = {name: sitemap for name, sitemap in SITEMAPS.items() if _has_pages(sitemap)}
    return views.index(request, filled, sitemap_url_name="library:sitemap")


def section(request: HttpRequest, section: str) -> HttpResponse:
    """Return a sitemap. Raises Http404 if it is unknown or empty."""
    sitemap = SITEMAPS.get(section)
    filled: Any = {section: sitemap} if sitemap and _has_pages(sitemap) else {}
    return views.sitemap(request, filled, section=section)


def _has_pages(sitemap: Any) -> bool:
    return bool(sitemap.items()[:1])
