"""Counts what workers do, and serves it on WORKER_METRICS_PORT of the worker's machine."""

import os
import tempfile
from time import perf_counter
from typing import Any

from celery import signals

PORT = int(os.environ.get("WORKER_METRICS_PORT", "0"))
if PORT:
    # Read when prometheus_client is imported: the children of a worker count into one folder.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="metrics-"))


_begun: dict[str, float] = {}


@signals.task_prerun.connect
def begin(task_id: str, **_: Any) -> None:
    _begun[task_id] = perf_counter()


@signals.task_postrun.connect
def count(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    from library.metrics import TASK_SECONDS, TASKS  # noqa: PLC0415 - needs the settings

    TASKS.labels(task.name, (state or "unknown").lower()).inc()
    begun = _begun.pop(task_id, None)
    if begun is not None:
        TASK_SECONDS.labels(task.name).observe(perf_counter() - begun)


@signals.worker_ready.connect
def serve(**_: Any) -> None:
    if PORT:
        from prometheus_client import start_http_server  # noqa: PLC0415

        from library.metrics import collected  # noqa: PLC0415

        start_http_server(PORT, registry=collected())


@signals.worker_process_shutdown.connect
def forget(pid: int, **_: Any) -> None:
    if PORT:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415

        mark_process_dead(pid)  # type: ignore[no-untyped-call]
