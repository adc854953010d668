"""Load at rising concurrency, by wrk, until the slowest hundredth takes twice as long."""

import re
import shutil
import subprocess

from django.core.management import call_command

from benchmarks.figures import Figure, Measured
from benchmarks.site import Site, serving
from library.models import Episode

SECONDS = 8
CONCURRENCY = (1, 2, 4, 8, 16, 32, 64)
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def measure() -> Measured:
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is not installed: apt-get install wrk")
    call_command("load_sample", verbosity=0)
    slug = Episode.objects.order_by("slug").values_list("slug", flat=True)[0]
    with serving(workers=2) as site:
        rows = _rise(site, f"/episodes/{slug}/")
    best = max(float(str(row["requests per second"])) for row in rows)
    first = float(str(rows[0]["requests per second"]))
    says = "requests per second of an episode page at the best concurrency, against one at a time"
    return Measured("Load", [Figure("load_best_vs_one", best / first, says)], rows)


def _rise(site: Site, path: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for concurrency in CONCURRENCY:
        rate, p50, p99 = _wrk(site, path, concurrency)
        rows.append(
            {
                "concurrency": concurrency,
                "requests per second": rate,
                "p50, ms": p50,
                "p99, ms": p99,
            }
        )
        if p99 > 2 * float(str(rows[0]["p99, ms"])) and concurrency > 2:
            break
    return rows


def _wrk(site: Site, path: str, concurrency: int) -> tuple[float, float, float]:
    command = ["wrk", "-t1", f"-c{concurrency}", f"-d{SECONDS}s", "--latency"]
    command += ["-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{site.port}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    found = {
        share: float(value) * UNITS[unit]
        for share, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", said)
    }
    return float(rate[1]) if rate else 0.0, found["50"], found["99"]
