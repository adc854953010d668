"""Memory of the web process and of the scoring code at start, and after much work."""

import resource
from collections.abc import Callable

from django.core.management import call_command

from benchmarks.figures import Figure, Measured
from benchmarks.library import texts
from benchmarks.site import Site, serving
from library.models import Episode
from scoring.core.scorers import Scorer
from scoring.services import default_scorer

REQUESTS = 10_000
TRANSCRIPTS = 1_000
SEGMENTS = 156
UNLIMITED = 1_000_000_000


def measure() -> Measured:
    call_command("load_sample", verbosity=0)
    slugs = list(Episode.objects.values_list("slug", flat=True))
    paths = ["/", "/search/?q=treaty", "/api/v1/episodes/", *(f"/episodes/{s}/" for s in slugs)]
    with serving(API_RATE=str(UNLIMITED)) as site:
        web = _growth(
            lambda: _visit(site, paths, len(paths)),
            lambda: _visit(site, paths, REQUESTS),
            site.resident,
        )
    scorer, words = default_scorer(), (texts() * 2)[:SEGMENTS]
    work = _growth(
        lambda: scorer.score(words),
        lambda: _score(scorer, words),
        _own_peak,
    )
    figures = [
        Figure(
            "web_memory_growth",
            web[1] / web[0],
            f"memory of web after {REQUESTS:,} requests",
            "<= 1.2",
        ),
        Figure(
            "scoring_memory_growth",
            work[1] / work[0],
            f"memory of scoring after {TRANSCRIPTS:,} transcripts",
            "<= 1.2",
        ),
    ]
    rows: list[dict[str, object]] = [
        {"process": "web, one worker", "warm, MiB": web[0], "after, MiB": web[1]},
        {"process": "scoring", "warm, MiB": work[0], "after, MiB": work[1]},
    ]
    return Measured("Memory", figures, rows)


def _growth(
    warm: Callable[[], object], work: Callable[[], object], resident: Callable[[], int]
) -> tuple[int, int]:
    warm()
    before = resident()
    work()
    return before, resident()


def _visit(site: Site, paths: list[str], times: int) -> None:
    for number in range(times):
        site.must_get(paths[number % len(paths)])


def _score(scorer: Scorer, words: list[str]) -> None:
    """Score and forget, as a worker does that has stored what it found."""
    for _ in range(TRANSCRIPTS):
        for judgement in scorer.score(words):
            judgement.phrases  # noqa: B018 - made when it is asked for


def _own_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
