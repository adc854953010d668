"""Gunicorn settings. Use with `gunicorn --config python:config.gunicorn config.wsgi`."""

import os
import shutil
import tempfile
from itertools import count
from typing import Any

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads, so that neither database queries nor idle connections block a whole worker.
worker_class = "config.gunicorn_worker.DrainingWorker"
threads = 4
keepalive = 15
timeout = 60
graceful_timeout = 30
# Replace workers regularly to limit memory leaks.
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn creates its files safely
preload_app = False
# Django builds links from SCRIPT_NAME and PATH_INFO, so request headers must not set them.
forwarder_headers = ""

# Workers write their metrics to this shared folder. Files are named after the worker's slot, not
# its process ID, so a replacement worker continues the files of its predecessor.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-", dir=worker_tmp_dir)


def pre_fork(server: Any, worker: Any) -> None:
    used = {other.slot for other in server.WORKERS.values()}
    worker.slot = next(slot for slot in count() if slot not in used)


def post_fork(server: Any, worker: Any) -> None:
    # prometheus_client reads PROMETHEUS_MULTIPROC_DIR on import.
    from prometheus_client import values  # noqa: PLC0415

    values.ValueClass = values.MultiProcessValue(lambda: worker.slot)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
