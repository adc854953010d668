"""Task metrics. Each worker serves them on the port WORKER_METRICS_PORT.

The child processes of a worker write their metrics to a shared folder. Files are named after the
slot of the child process, so a replacement process writes to the files of its predecessor.
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


def slot() -> str:
    """Return the index of this process among the worker's children, or `main` in the parent."""
    return str(getattr(current_process(), "index", "main"))


def _delete_folder(folder: str, owner: int) -> None:
    """Delete `folder`, but only in the process that created it (process ID `owner`)."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


if PORT:
    # prometheus_client reads PROMETHEUS_MULTIPROC_DIR on import.
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="metrics-")
        atexit.register(_delete_folder, os.environ["PROMETHEUS_MULTIPROC_DIR"], os.getpid())
    from prometheus_client import values

    values.ValueClass = values.MultiProcessValue(process_identifier=slot)  # type: ignore[no-untyped-call]

_start_times: dict[str, float] = {}


@signals.task_prerun.connect
def start_timer(task_id: str, **_: Any) -> None:
    _start_times[task_id] = perf_counter()


@signals.task_postrun.connect
def count_task(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    from library.monitoring.metrics import TASK_SECONDS, TASKS  # noqa: PLC0415 - needs the settings

    TASKS.labels(task.name, (state or "unknown").lower()).inc()
    started = _start_times.pop(task_id, None)
    if started is not None:
        TASK_SECONDS.labels(task.name).observe(perf_counter() - started)


@signals.worker_ready.connect
def serve(**_: Any) -> None:
    if PORT:
        from prometheus_client import start_http_server  # noqa: PLC0415

        from library.monitoring.metrics import process_registry  # noqa: PLC0415

        start_http_server(PORT, registry=process_registry())
