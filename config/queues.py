"""The two Celery queues, with routing and time limits for long tasks.

Tasks that can pile up have their own queue. If each queue has its own workers, a scoring backlog
does not delay heartbeats. A worker consumes both queues unless it is started with `-Q`.
"""

from kombu import Exchange, Queue

BACKLOG = ("scoring.tasks.do_job_item", "scoring.tasks.refresh_topics", "library.tasks.dump")
"""The tasks of the second queue."""
LONG_TASKS = (*BACKLOG, "library.tasks.write_export")
"""The tasks that may take long. A client waits for an export, so it is not behind a backlog."""

SHORT_LIMIT, GRACE = 300, 60
"""Soft time limit of short tasks, and the time between soft and hard limits, in seconds."""


def time_limits(soft: int) -> dict[str, int]:
    """Return the soft and the hard time limit of a task, in seconds, given the soft limit."""
    return {"soft_time_limit": soft, "time_limit": soft + GRACE}


def limits_of_long_tasks(soft: int) -> dict[str, dict[str, int]]:
    """Return the soft and hard time limits of the long tasks, in seconds, by task name."""
    return {name: time_limits(soft) for name in LONG_TASKS}


def queues(*names: str) -> list[Queue]:
    return [Queue(name, Exchange(name), routing_key=name) for name in names]


def routes(long_queue: str) -> dict[str, dict[str, str]]:
    return {name: {"queue": long_queue} for name in BACKLOG}
