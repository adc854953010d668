"""Status of the database, the cache, the broker and the workers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from library.checks import missing_triggers
from library.monitoring.broker import broker_fault, queue_depth, responding_workers
from library.monitoring.health import cache_works, database_fault, workers_fault
from library.monitoring.worker_heartbeat import seconds_since_heartbeat
from library.pages.status.line import Line, State, Status, check_line

MAX_WAITING = 1_000
"""Number of waiting tasks above which the page warns that the workers cannot keep up."""
NAMES_SHOWN = 3
NO_BROKER = "Not configured: tasks run inside the web process."


def lines() -> list[Line]:
    # Check only once, because each check takes long if the server does not respond.
    cache_responds = cache_works()
    fault = broker_fault() if settings.REDIS_URL else ""
    return [
        check_line("Database", database),
        check_line("Migrations", migrations),
        check_line("Triggers", triggers),
        check_line("Cache", cache, responds=cache_responds),
        check_line("Broker", broker, fault=fault),
        check_line("Queues", queues, fault=fault),
        check_line("Workers", workers, fault=fault, cache_responds=cache_responds),
    ]


def database() -> Status:
    if fault := database_fault():
        return Status(State.FAILED, f"No response: {fault}.")
    version = ".".join(str(part) for part in connection.get_database_version())
    return Status(State.OK, f"{connection.display_name} {version} responds.")


def migrations() -> Status:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return Status(State.OK, "All applied.")
    names = [str(migration) for migration, _ in plan[:NAMES_SHOWN]]
    more = f" and {len(plan) - NAMES_SHOWN} more" if len(plan) > NAMES_SHOWN else ""
    text = f"Not applied: {', '.join(names)}{more}. Run “manage.py migrate”."
    return Status(State.FAILED, text)


def triggers() -> Status:
    """Report missing triggers. See also the system check library.E001."""
    missing = missing_triggers(connection)
    if missing:
        text = f"Missing on {', '.join(missing)}: cached pages may be outdated after changes."
        return Status(State.FAILED, text)
    return Status(State.OK, "Every public table updates the library's version.")


def cache(*, responds: bool) -> Status:
    kind = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    if not responds:
        return Status(State.FAILED, f"{kind} does not respond: pages are not cached.")
    shared = "shared by all processes" if settings.REDIS_URL else "in the memory of each process"
    return Status(State.OK, f"{kind} responds, {shared}.")


def broker(*, fault: str) -> Status:
    if not settings.REDIS_URL:
        return Status(State.NOTE, NO_BROKER)
    url = urlsplit(settings.REDIS_URL)
    server = f"Redis at {url.hostname}:{url.port or 6379}"
    if fault:
        text = f"{server} does not respond ({fault}). Tasks will be queued later. Check REDIS_URL."
        return Status(State.FAILED, text)
    return Status(State.OK, f"{server} responds.")


def queues(*, fault: str) -> Status:
    if not settings.REDIS_URL:
        return Status(State.NOTE, NO_BROKER)
    parts, state = [], State.OK
    for name in (settings.CELERY_TASK_DEFAULT_QUEUE, settings.SCORING_QUEUE):
        waiting = None if fault else queue_depth(name)
        if waiting is None:
            return Status(State.FAILED, "Length unknown: the broker does not report it.")
        if waiting > MAX_WAITING:
            state = State.WARNING
        parts.append(f"{waiting:,} task{'' if waiting == 1 else 's'} in “{name}”")
    more = " Start more workers, or check the logs of the running ones." if state != "ok" else ""
    return Status(state, f"{', '.join(parts)}.{more}")


def workers(*, fault: str, cache_responds: bool) -> Status:
    if not settings.REDIS_URL:
        return Status(State.NOTE, NO_BROKER)
    if fault or not cache_responds:
        return Status(State.FAILED, "Unknown: Redis is required to check workers.")
    names = responding_workers()
    running = f"{len(names)} running: {', '.join(names)}." if names else "None running."
    age = seconds_since_heartbeat()
    if age is None:
        return Status(State.FAILED, f"{running} No heartbeat yet. Is beat running?")
    text = f"{running} Last heartbeat {age:.0f} s ago."
    if not workers_fault():
        return Status(State.OK, text)
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    return Status(State.FAILED, f"{text} Are beat and a worker for “{queue}” running?")
