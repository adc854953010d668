"""Counterpoint against Datasette, on the same SQLite file and with alternating requests to both.

Datasette is not a dependency, so this benchmark runs only when requested by name. Install it with
`pip install "counterpoint[bench]"`, or set DATASETTE to its path. `python -m benchmarks.peers`
fills the SQLite file in DATABASE_URL.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.machine import ROOT
from benchmarks.ratio import Ratio, paired
from benchmarks.site import Site, connected, free_port, production, serving

EPISODES, SEGMENTS = 1_000, 20
ROUNDS, TIMES = 25, 8
SEARCH = "/search/?q=treaty"
PEER_ROW = "/library/library_episode/500"
PEER_SEARCH = (
    "/library/library_segment?_fts_table=library_segment_words&_fts_pk=id&_search=treaty&_size=20"
)
HOW = (
    "One process each, on the same SQLite file, with one keep-alive connection. Counterpoint: one "
    "gunicorn worker without Redis. Datasette: immutable file, no facet suggestions. Cached: the "
    "page cache is on. Both searches show 20 passages; Datasette's are not ranked."
)


def measure() -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "library.sqlite3"
        url = f"sqlite:///{file}"
        for command in (["manage.py", "migrate", "--verbosity", "0"], ["-m", "benchmarks.peers"]):
            environment = production(DATABASE_URL=url, REDIS_URL="")
            subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
        slug = _prepared(file)
        with _datasette(file) as peer:
            with serving(DATABASE_URL=url, REDIS_URL="") as site:
                page = _against(site, f"/episodes/{slug}/", peer, PEER_ROW)
                cached = _against(site, SEARCH, peer, PEER_SEARCH)
            with serving(DATABASE_URL=url, REDIS_URL="", PAGE_CACHE_SECONDS="0") as site:
                search = _against(site, SEARCH, peer, PEER_SEARCH)
    return Measured("Datasette", _figures(page, cached, search), _rows(page, cached, search), HOW)


def _figures(page: Ratio, cached: Ratio, search: Ratio) -> list[Figure]:
    rows = f"{EPISODES * SEGMENTS:,} segments"
    return [
        Figure(
            "episode_page_vs_datasette",
            page,
            "cached episode page, against a row page of Datasette",
        ),
        Figure("search_cached_vs_datasette", cached, f"cached search of {rows}, against Datasette"),
        Figure("search_vs_datasette", search, f"search of {rows} not cached, against Datasette"),
    ]


def _rows(page: Ratio, cached: Ratio, search: Ratio) -> list[dict[str, object]]:
    return [
        {
            "request": name,
            "Counterpoint, ms": round(1000 * ratio.first, 2),
            "Datasette, ms": round(1000 * ratio.second, 2),
            "Counterpoint, requests per second": round(1 / ratio.first),
            "Datasette, requests per second": round(1 / ratio.second),
        }
        for name, ratio in (
            ("episode page, cached", page),
            ("search, cached", cached),
            ("search, not cached", search),
        )
    ]


def _prepared(file: Path) -> str:
    """Checkpoint the write-ahead log; return the slug of the episode whose row Datasette shows."""
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        key = PEER_ROW.rpartition("/")[2]
        (slug,) = connection.execute("SELECT slug FROM library_episode WHERE id = ?", [key])
        return str(slug[0])
    finally:
        connection.close()


@contextmanager
def _datasette(file: Path) -> Iterator[Site]:
    program = os.environ.get("DATASETTE") or shutil.which("datasette")
    if program is None:
        raise RuntimeError('Datasette is not installed: pip install "counterpoint[bench]"')
    port = free_port()
    command = [program, "serve", "--immutable", str(file), "--port", str(port)]
    command += ["--setting", "suggest_facets", "off"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with connected(process, port, PEER_ROW) as site:
        yield site


def _against(site: Site, path: str, peer: Site, peer_path: str) -> Ratio:
    return paired(
        lambda: site.must_get(path), lambda: peer.must_get(peer_path), rounds=ROUNDS, times=TIMES
    )


if __name__ == "__main__":
    fill(EPISODES, SEGMENTS)
