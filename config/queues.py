"""The two queues of Celery, and which tasks go to the one for long work.

No backlog of scoring delays a heartbeat. A worker consumes both unless it is started with `-Q`.
"""

from kombu import Exchange, Queue

LONG_TASKS = ("scoring.tasks.do_job_item", "scoring.tasks.refresh_topics", "library.tasks.dump")


SHORT_LIMIT, GRACE = 300, 60
"""Seconds after which a short task gets SoftTimeLimitExceeded, and until its process is killed."""


def time_limits(soft: int) -> dict[str, int]:
    """Return the limits of a task in seconds: the exception first, then the end of its process."""
    return {"soft_time_limit": soft, "time_limit": soft + GRACE}


def limits_of_long_tasks(soft: int) -> dict[str, dict[str, int]]:
    """Return the limits of the tasks for long work, by name."""
    return {name: time_limits(soft) for name in LONG_TASKS}


def queues(*names: str) -> list[Queue]:
    return [Queue(name, Exchange(name), routing_key=name) for name in names]


def routes(long_queue: str) -> dict[str, dict[str, str]]:
    return {name: {"queue": long_queue} for name in LONG_TASKS}
