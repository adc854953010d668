"""Public pages, against an empty Django view behind the same middleware."""

from django.core.management import call_command

from benchmarks.figures import Figure, Measured
from benchmarks.ratio import Ratio, paired
from benchmarks.site import Site, serving
from library.models import Episode

ROUNDS, TIMES = 25, 8
RATE = "1000000"
"""API requests per minute: high enough to avoid rate limiting."""

HOW = (
    "One gunicorn worker and one persistent connection. Again: the response is cached, so the "
    "server only reads the library version. Anew: the page cache is off."
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
        uncached = {name: _against_empty(site, path) for name, path in pages.items()}
    with serving(PAGE_CACHE_SECONDS="0", PART_CACHE_SECONDS="0") as site:
        drawn = _against_empty(site, pages["episode_page"])
    with serving(API_RATE=RATE) as site:
        cached = {name: _against_empty(site, path) for name, path in pages.items()}
        static = {name: _against_static(site, path) for name, path in pages.items()}
    text = f"`{pages['episode_page']}` with every part drawn, against an empty Django view"
    figures = [Figure("episode_page_drawn_vs_empty_view", drawn, text)]
    for name, path in pages.items():
        how = (
            "read anew, its parts drawn before," if name == "episode_page" else "put together anew,"
        )
        text = f"`{path}` {how} against an empty Django view"
        figures.append(Figure(f"{name}_vs_empty_view", uncached[name], text, _bound(name, 4)))
        text = f"`{path}` again, against an empty Django view"
        figures.append(
            Figure(f"{name}_cached_vs_empty_view", cached[name], text, _bound(name, 1.5))
        )
    rows: list[dict[str, object]] = [
        {
            "page": name,
            "anew, ms": round(uncached[name].one * 1000, 2),
            "again, ms": round(cached[name].one * 1000, 2),
            "empty view, ms": round(uncached[name].other * 1000, 2),
            "again, times the same bytes as a static file": round(static[name].value, 2),
        }
        for name in pages
    ]
    return Measured("Pages", figures, rows, HOW)


def _bound(name: str, maximum: float) -> str:
    return f"<= {maximum:g}" if name == "episode_page" else ""


def _against_empty(site: Site, path: str) -> Ratio:
    site.must_get(path)
    return paired(
        lambda: site.must_get(path), lambda: site.must_get("/empty/"), rounds=ROUNDS, times=TIMES
    )


def _against_static(site: Site, path: str) -> Ratio:
    """Return the ratio to a static file of similar size from the same server."""
    return paired(
        lambda: site.must_get(path),
        lambda: site.must_get("/static/css/tokens.css"),
        rounds=ROUNDS,
        times=TIMES,
    )
