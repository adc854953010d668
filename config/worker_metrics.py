"""Counts what workers do, and serves it on WORKER_METRICS_PORT of the worker's machine.

The children of a worker count into one folder, each into the file of its place among them: a child
that replaces another counts on where that left off, and there are never more files than places.
"""

import atexit
import os
import shutil
import tempfile
from time import perf_counter
from typing import Any

from billiard import current_process
from celery import signals

PORT = int(os.environ.get("WORKER_METRICS_PORT", "0"))


def place() -> str:
    """Return the place of this process among its worker's children, or `main` for their parent."""
    return str(getattr(current_process(), "index", "main"))


def _forget(folder: str, maker: int) -> None:
    """Delete the folder with the process that made it; its children only come and go."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


if PORT:
    # Read when prometheus_client is imported.
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-")
        atexit.register(_forget, os.environ["PROMETHEUS_MULTIPROC_DIR"], os.getpid())
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(process_identifier=place)  # type: ignore[no-untyped-call]

_begun: dict[str, float] = {}


@signals.task_prerun.connect
def begin(task_id: str, **_: Any) -> None:
    _begun[task_id] = perf_counter()


@signals.task_postrun.connect
def count(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    from library.monitoring.metrics import TASK_SECONDS, TASKS  # noqa: PLC0415 - needs the settings

    TASKS.labels(task.name, (state or "unknown").lower()).inc()
    begun = _begun.pop(task_id, None)
    if begun is not None:
        TASK_SECONDS.labels(task.name).observe(perf_counter() - begun)


@signals.worker_ready.connect
def serve(**_: Any) -> None:
    if PORT:
        from prometheus_client import start_http_server  # noqa: PLC0415

        from library.monitoring.metrics import collected  # noqa: PLC0415

        start_http_server(PORT, registry=collected())
