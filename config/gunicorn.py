"""How gunicorn serves the site: `gunicorn --config python:config.gunicorn config.wsgi`."""

import os
import shutil
import tempfile
from itertools import count
from typing import Any

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads wait for the database while others work, and keep a proxy's connections open.
worker_class = "gthread"
threads = 4
keepalive = 15
timeout = 60
graceful_timeout = 30
# A worker is replaced now and then, so that a leak in any library stays small.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, not a file that others could plant
preload_app = False

# Every worker counts into this folder, and any of them answers /metrics for all. Each counts into
# the files of its place: who replaces another counts on, and there are no more files than places.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-", dir=worker_tmp_dir)


def pre_fork(server: Any, worker: Any) -> None:
    taken = {other.place for other in server.WORKERS.values()}
    worker.place = next(place for place in count() if place not in taken)


def post_fork(server: Any, worker: Any) -> None:
    # Imported any earlier, it would not see the folder.
    from prometheus_client import values  # noqa: PLC0415

    values.ValueClass = values.MultiProcessValue(lambda: worker.place)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
