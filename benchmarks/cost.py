"""Cost of the most expensive request for each public URL, against a cached episode page.

The cost of a request is the processor time of the web worker plus that of PostgreSQL. A response
without free parameters is made once for each version of the library, so it has two costs: the first
time, and every other time. An export of the whole library is written by a Celery worker: its first
cost is that of the request before the file is ready, and the work of the worker is stated apart.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import override_settings

from benchmarks.costly import costly_paths, is_stored
from benchmarks.figures import Figure, Measured
from benchmarks.full_library import EPISODES, LONG, SEGMENTS, fill_library
from benchmarks.machine import ROOT
from benchmarks.site import Site, production, serving
from library.exporting.dumps import dump_library
from library.exporting.stored_exports import WholeExport
from scoring.models import Assessment, EpisodeSubject

ROUNDS, CACHED_TIMES = 3, 20
SLOW = 2.0
"""A request that takes more processor seconds than this is measured only once."""
API_RATE = "1000000000"
EXPORT = "api:segments-export"
MAX_WRITING = 900.0
"""Maximum seconds for the worker to write all exports, including the pauses between them."""
ANSWERS = (200, 302, 400, 404, 429)
"""A 429 says that an export is not ready; limits of rate and work do not apply here."""


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
    if not (redis := os.environ.get("REDIS_URL")):
        raise RuntimeError("this benchmark needs Redis: set REDIS_URL")
    fill_library(episodes, segments)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does after a while
    with tempfile.TemporaryDirectory() as folder:
        with override_settings(DATA=replace(settings.DATA, folder=Path(folder))):
            dump = dump_library().name
            written = _writing()
        alone: dict[str, Any] = {"API_RATE": API_RATE, "DUMP_DIR": folder, "REDIS_URL": ""}
        queue = {**alone, "REDIS_URL": redis, "CELERY_QUEUE": f"benchmark-{uuid4()}"}
        with (
            serving(**alone) as cached,
            serving(**alone, PAGE_CACHE_SECONDS="0") as site,
            serving(**queue) as queueing,
        ):
            arguments = {**_arguments(dump), "host": f"127.0.0.1:{site.port}"}
            paths = list(costly_paths(arguments))
            exports = [each for each in paths if each[0] == EXPORT and is_stored(*each)]
            costs = [
                _cost(site, cached, name, path, rounds)
                for name, path in paths
                if (name, path) not in exports
            ]
            costs += _costs_of_exports(queueing, cached, queue, exports, rounds)
            page = median(cost.elapsed / cost.elapsed_ratio for cost in costs) / 1000
    note = (
        f"A worker writes the export of the whole library as CSV in {written:.1f} s, "
        f"{written / page:,.0f} times the elapsed time of a cached page, once for each version."
    )
    return _report(name, _dearest(costs), f"{episodes:,} episodes of {segments} segments", note)


def _writing() -> float:
    """Return the seconds that it takes to write the export of the whole library as CSV."""
    export = WholeExport("csv", with_texts=True)
    started = time.perf_counter()
    if not export.write():
        raise RuntimeError("the export was not written")
    return time.perf_counter() - started


def _costs_of_exports(
    site: Site, cached: Site, queue: dict[str, Any], paths: list[tuple[str, str]], rounds: int
) -> list[Cost]:
    """Measure the stored exports before and after a worker has written them."""
    firsts = [_measured(site, cached, path, rounds) for _, path in paths]
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "ERROR"]
    worker = subprocess.Popen(command, cwd=ROOT, env=production(**queue))
    try:
        deadline = time.monotonic() + MAX_WRITING
        while any(site.get(path)[0] != 200 for _, path in paths):
            if time.monotonic() > deadline:
                raise RuntimeError("the worker did not write the exports")
            time.sleep(1)
    finally:
        worker.terminate()
        worker.wait()
    return [
        Cost(name, path, *_measured(site, cached, path, rounds), first[2])
        for (name, path), first in zip(paths, firsts, strict=True)
    ]


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


def _report(name: str, costs: list[Cost], size: str, note: str) -> Measured:
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
    return Measured(f"Cost of requests, {size}", figures, rows, note)
