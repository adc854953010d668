"""Load test with wrk: increase concurrency until the 99th percentile latency has doubled."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command

from benchmarks.figures import Figure, Measured
from benchmarks.site import Site, serving
from library.models import Episode

SECONDS, WARM_SECONDS = 8, 5
BASELINE_CONNECTIONS, MAX_CONNECTIONS = 4, 512
"""The baseline is the best p99 with up to `BASELINE_CONNECTIONS` connections."""
WARM = 8
"""Connections during the warm-up, enough to reach every worker."""
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Run:
    """Result of one wrk run; percentiles are in milliseconds."""

    concurrency: int
    rate: float
    p50: float
    p99: float

    @property
    def row(self) -> dict[str, object]:
        return {
            "concurrency": self.concurrency,
            "requests per second": self.rate,
            "p50, ms": self.p50,
            "p99, ms": self.p99,
        }


def measure() -> Measured:
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed: apt-get install wrk")
    call_command("load_sample", verbosity=0)
    slug = Episode.objects.order_by("slug").values_list("slug", flat=True)[0]
    runs, end = rise(lambda concurrency: _run(f"/episodes/{slug}/", concurrency))
    says = "requests per second of an episode page at the best concurrency, against one connection"
    return Measured(
        "Load",
        [Figure("load_best_vs_one", max(run.rate for run in runs) / runs[0].rate, says)],
        [run.row for run in runs],
        "Two gunicorn workers, restarted and warmed up for each row; keep-alive connections. "
        + end,
    )


def rise(run: Callable[[int], Run]) -> tuple[list[Run], str]:
    """Double the concurrency until p99 has doubled; return the runs and the reason for stopping."""
    runs = [run(1)]
    while runs[-1].concurrency < MAX_CONNECTIONS:
        runs.append(run(2 * runs[-1].concurrency))
        best = min(each.p99 for each in runs if each.concurrency <= BASELINE_CONNECTIONS)
        if runs[-1].concurrency > BASELINE_CONNECTIONS and runs[-1].p99 >= 2 * best:
            return runs, (
                "The benchmark stopped when p99 had doubled: the best p99 with up to "
                f"{BASELINE_CONNECTIONS} connections is {best:g} ms."
            )
    return runs, f"The benchmark stopped at {MAX_CONNECTIONS} connections; p99 had not doubled."


def _run(path: str, concurrency: int) -> Run:
    # Gunicorn replaces a worker after about 20,000 requests. A new server for each run avoids that.
    with serving(workers=2) as site:
        _wrk(site, path, WARM, WARM_SECONDS)
        return Run(concurrency, *_wrk(site, path, concurrency, SECONDS))


def _wrk(site: Site, path: str, concurrency: int, seconds: int) -> tuple[float, float, float]:
    command = ["wrk", "-t1", f"-c{concurrency}", f"-d{seconds}s", "--latency"]
    command += ["-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{site.port}{path}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output:
        raise RuntimeError(output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    percentiles = {
        share: float(value) * UNITS[unit]
        for share, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", output)
    }
    return float(rate[1]) if rate else 0.0, percentiles["50"], percentiles["99"]
