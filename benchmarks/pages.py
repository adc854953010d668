"""Pages of the public site, against an empty Django view behind the same middleware."""

from django.core.management import call_command

from benchmarks.figures import Figure, Measured
from benchmarks.ratio import Ratio, paired
from benchmarks.site import Site, serving
from library.models import Episode

ROUNDS, TIMES = 25, 8
RATE = "1000000"
"""Of requests of the API in a minute: what is measured is an answer, not a refusal."""

HOW = (
    "One gunicorn worker; one connection, kept open. Again: the whole answer is cached, and the "
    "version is asked for. Anew: no page is cached, as for an editor, for an address with a "
    "tail, or for the first reader after the library has changed."
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
        made = {name: _against_empty(site, path) for name, path in pages.items()}
    with serving(API_RATE=RATE) as site:
        kept = {name: _against_empty(site, path) for name, path in pages.items()}
        static = {name: _against_static(site, path) for name, path in pages.items()}
    figures: list[Figure] = []
    for name, path in pages.items():
        says = f"`{path}` put together anew, against an empty Django view"
        figures.append(Figure(f"{name}_vs_empty_view", made[name], says))
        says = f"`{path}` again, against an empty Django view"
        figures.append(Figure(f"{name}_cached_vs_empty_view", kept[name], says, _wanted(name)))
    rows: list[dict[str, object]] = [
        {
            "page": name,
            "anew, ms": round(made[name].one * 1000, 2),
            "again, ms": round(kept[name].one * 1000, 2),
            "empty view, ms": round(made[name].other * 1000, 2),
            "again, times the same bytes as a static file": round(static[name].value, 2),
        }
        for name in pages
    ]
    return Measured("Pages", figures, rows, HOW)


def _wanted(name: str) -> str:
    return "<= 1.5" if name == "episode_page" else ""


def _against_empty(site: Site, path: str) -> Ratio:
    site.must_get(path)
    return paired(
        lambda: site.must_get(path), lambda: site.must_get("/empty/"), rounds=ROUNDS, times=TIMES
    )


def _against_static(site: Site, path: str) -> Ratio:
    """Return the ratio to a static file of about as many bytes, from the same server."""
    return paired(
        lambda: site.must_get(path),
        lambda: site.must_get("/static/css/tokens.css"),
        rounds=ROUNDS,
        times=TIMES,
    )
