"""Cost of the most expensive request for each public URL, against a cached episode page.

The cost of a request is the processor time of the web worker plus that of PostgreSQL. A response
without free parameters is made once for each version of the library, so it has two costs: the first
time, and every other time.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import override_settings

from benchmarks.costly import costly_paths, is_stored
from benchmarks.figures import Figure, Measured
from benchmarks.full_library import EPISODES, LONG, SEGMENTS, fill_library
from benchmarks.site import Site, serving
from library.exporting.dumps import dump_library
from scoring.models import Assessment, EpisodeSubject

ROUNDS, CACHED_TIMES = 3, 20
SLOW = 2.0
"""A request that takes more processor seconds than this is measured only once."""
API_RATE = "1000000000"
ANSWERS = (200, 302, 400, 404)


@dataclass(frozen=True, slots=True)
class Cost:
    """The measured cost of one request, with the name of its URL. Times are in milliseconds.

    The ratios are processor or elapsed times divided by those of a cached episode page.
    """

    name: str
    path: str
    processor: float
    elapsed: float
    ratio: float
    elapsed_ratio: float
    first_ratio: float
    """Ratio of the first request for each version of the library; equal to `ratio` if the response
    is made for every request."""


def measure(
    episodes: int = EPISODES, segments: int = SEGMENTS, rounds: int = ROUNDS, name: str = "cost"
) -> Measured:
    if connection.vendor != "postgresql":
        raise RuntimeError("this benchmark needs PostgreSQL: set DATABASE_URL")
    fill_library(episodes, segments)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does after a while
    with tempfile.TemporaryDirectory() as folder:
        with override_settings(DATA=replace(settings.DATA, folder=Path(folder))):
            dump = dump_library().name
        with (
            serving(API_RATE=API_RATE, DUMP_DIR=folder) as cached,
            serving(API_RATE=API_RATE, DUMP_DIR=folder, PAGE_CACHE_SECONDS="0") as site,
        ):
            arguments = {**_arguments(dump), "host": f"127.0.0.1:{site.port}"}
            costs = [
                _cost(site, cached, name, path, rounds) for name, path in costly_paths(arguments)
            ]
    return _report(name, _dearest(costs), f"{episodes:,} episodes of {segments} segments")


def _arguments(dump: str) -> dict[str, Any]:
    """Return the path parameters of requests for the long episode and other large objects."""
    automatic = Assessment.objects.get(episode__slug=LONG)
    subject = EpisodeSubject.objects.filter(episode__slug=LONG).first()
    subject_slug = subject.subject.slug if subject else ""
    return {
        "slug": LONG,
        "index": 50,
        "pk": automatic.pk,
        "name": dump,
        "library:show": {"slug": "show-1"},
        "api:show": {"slug": "show-1"},
        "library:shelf": {"slug": "shelf-1"},
        "api:shelf": {"slug": "shelf-1"},
        "library:guest": {"slug": "guest-1"},
        "library:tag": {"slug": "tag-1"},
        "library:subject": {"slug": subject_slug},
        "api:both-sides": {"slug": subject_slug},
        "library:problem": {"slug": "unprocessable-content"},
    }


def _cost(site: Site, cached: Site, name: str, path: str, rounds: int) -> Cost:
    """Measure `path`, alternating with the cached page of the long episode."""
    first = _measured(site, cached, path, rounds)
    each = _measured(cached, cached, path, rounds) if is_stored(name, path) else first
    return Cost(name, path, *each, first[2])


def _measured(
    site: Site, cached: Site, path: str, rounds: int
) -> tuple[float, float, float, float]:
    """Return the times in milliseconds and the ratios of `path` on `site`.

    The first round is a warm-up, and counts only if it is slow.
    """
    pairs = []
    for _ in range(1 + rounds):
        with _timed(site) as times:
            _get(site, path)
        with _timed(cached) as cached_times:
            for _ in range(CACHED_TIMES):
                _get(cached, f"/episodes/{LONG}/")
        pairs.append((*times, *(seconds / CACHED_TIMES for seconds in cached_times)))
        # The first request to the site with a cache can be slow; the next ones are not.
        if site is not cached and times[0] > SLOW:
            break
    pairs = pairs[1:] or pairs
    return (
        1000 * median(pair[0] for pair in pairs),
        1000 * median(pair[1] for pair in pairs),
        median(pair[0] / pair[2] for pair in pairs),
        median(pair[1] / pair[3] for pair in pairs),
    )


def _get(site: Site, path: str) -> None:
    status, _ = site.get(path)
    if status not in ANSWERS:
        raise RuntimeError(f"{path} returned {status}")


@contextmanager
def _timed(site: Site) -> Iterator[list[float]]:
    """Yield a list that holds the processor seconds and elapsed seconds once the block ends."""
    taken: list[float] = []
    before, started = _processor_times(site), time.perf_counter()
    yield taken
    elapsed, after = time.perf_counter() - started, _processor_times(site)
    taken += [sum(seconds - before.get(file, 0.0) for file, seconds in after.items()), elapsed]


def _processor_times(site: Site) -> dict[Path, float]:
    """Return the processor seconds that each thread of web worker and PostgreSQL has used."""
    master = site.process.pid
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        sessions = [str(pid) for (pid,) in cursor.fetchall()]
    files = [file for pid in workers + sessions for file in _schedules(pid)]
    return {file: int(file.read_text().split()[0]) / 1e9 for file in files}


def _schedules(pid: str) -> list[Path]:
    return list(Path(f"/proc/{pid}/task").glob("*/schedstat"))


def _dearest(costs: list[Cost]) -> list[Cost]:
    """Return the most expensive requests, most expensive first.

    There is one for each URL name, and another one for those of its responses that are stored.
    """
    dearest: dict[tuple[str, bool], Cost] = {}
    for cost in costs:
        key = cost.name, is_stored(cost.name, cost.path)
        current = dearest.get(key)
        if current is None or current.first_ratio < cost.first_ratio:
            dearest[key] = cost
    return sorted(dearest.values(), key=lambda cost: -cost.ratio)


def _report(name: str, costs: list[Cost], size: str) -> Measured:
    first = max(costs, key=lambda cost: cost.first_ratio)
    figures = [
        Figure(f"{name}_dearest", costs[0].ratio, f"`{costs[0].path}`"),
        Figure(
            f"{name}_dearest_first", first.first_ratio, f"`{first.path}`, once for each version"
        ),
    ]
    rows: list[dict[str, object]] = [
        {
            "request": f"`{cost.path}`",
            "ratio": round(cost.ratio, 1),
            "first time": round(cost.first_ratio, 1),
            "ratio of elapsed times": round(cost.elapsed_ratio, 1),
            "processor, ms": round(cost.processor, 1),
            "elapsed, ms": round(cost.elapsed, 1),
        }
        for cost in costs
    ]
    return Measured(f"Cost of requests, {size}", figures, rows)
