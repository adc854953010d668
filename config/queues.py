"""The two queues of Celery, and which tasks go to the one for long work.

No backlog of scoring delays a heartbeat. A worker consumes both unless it is started with `-Q`.
"""

from kombu import Exchange, Queue

LONG_TASKS = ("scoring.tasks.do_job_item", "scoring.tasks.refresh_topics", "library.tasks.dump")


def queues(*names: str) -> list[Queue]:
    return [Queue(name, Exchange(name), routing_key=name) for name in names]


def routes(long_queue: str) -> dict[str, dict[str, str]]:
    return {name: {"queue": long_queue} for name in LONG_TASKS}
