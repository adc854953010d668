"""Time of public pages, cached and uncached, against an empty view with the same middleware."""

from django.core.management import call_command

from benchmarks.figures import Figure, Measured
from benchmarks.ratio import Ratio, paired
from benchmarks.site import Site, serving
from library.models import Episode

ROUNDS, TIMES = 25, 8
RATE = "1000000"
"""API requests allowed per minute, high enough that the rate limit never applies."""

HOW = (
    "One gunicorn worker and one keep-alive connection. Cached: the response comes from the page "
    "cache, after one query for the version of the library. Not cached: the page cache is off."
)


def measure() -> Measured:
    call_command("load_sample", verbosity=0)
    longest = Episode.objects.order_by("-transcripts__word_count", "slug").values_list("slug")[0][0]
    pages = {
        "index": "/",
        "episode_page": f"/episodes/{longest}/",
        "transcript": f"/episodes/{longest}/transcript/",
        "search": "/search/?q=treaty",
        "api": "/api/v1/episodes/",
    }
    with serving(PAGE_CACHE_SECONDS="0", API_RATE=RATE) as site:
        rendered = {name: _against_empty(site, path) for name, path in pages.items()}
    with serving(API_RATE=RATE) as site:
        cached = {name: _against_empty(site, path) for name, path in pages.items()}
        static = {name: _against_static(site, path) for name, path in pages.items()}
    figures = []
    for name, path in pages.items():
        says = f"`{path}` not cached, against an empty Django view"
        figures.append(Figure(f"{name}_vs_empty_view", rendered[name], says))
        says = f"`{path}` cached, against an empty Django view"
        limit = "<= 1.5" if name == "episode_page" else ""
        figures.append(Figure(f"{name}_cached_vs_empty_view", cached[name], says, limit))
    rows: list[dict[str, object]] = [
        {
            "page": name,
            "not cached, ms": round(rendered[name].first * 1000, 2),
            "cached, ms": round(cached[name].first * 1000, 2),
            "empty view, ms": round(rendered[name].second * 1000, 2),
            "cached, against a static file": round(static[name].value, 2),
        }
        for name in pages
    ]
    return Measured("Pages", figures, rows, HOW)


def _against_empty(site: Site, path: str) -> Ratio:
    site.must_get(path)
    return paired(
        lambda: site.must_get(path), lambda: site.must_get("/empty/"), rounds=ROUNDS, times=TIMES
    )


def _against_static(site: Site, path: str) -> Ratio:
    """Return the response time of `path` divided by that of a static file."""
    return paired(
        lambda: site.must_get(path),
        lambda: site.must_get("/static/css/tokens.css"),
        rounds=ROUNDS,
        times=TIMES,
    )
