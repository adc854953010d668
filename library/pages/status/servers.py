"""What the site stands on: database, cache, broker, workers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from library.checks import missing_triggers
from library.monitoring.broker import broker_fault, queue_depth, workers_that_answer
from library.monitoring.health import cache_answers, database_fault, workers_fault
from library.monitoring.worker_heartbeat import seconds_since_pulse
from library.pages.status.line import Line, Said, State, look

ALONE = "None is set up: tasks run in the process of whoever asks."


def lines() -> list[Line]:
    # Asked once: a server that is deaf makes everyone wait who asks it.
    answers = cache_answers()
    fault = broker_fault() if settings.REDIS_URL else ""
    return [
        look("Database", database),
        look("Migrations", migrations),
        look("Triggers", triggers),
        look("Cache", cache, answers=answers),
        look("Broker", broker, fault=fault),
        look("Queues", queues, fault=fault),
        look("Workers", workers, fault=fault, pulse_is_kept=answers),
    ]


def database() -> Said:
    if fault := database_fault():
        return Said(State.FAILED, f"Does not answer: {fault}.")
    version = ".".join(str(part) for part in connection.get_database_version())
    return Said(State.OK, f"{connection.display_name} {version} answers.")


def migrations() -> Said:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return Said(State.OK, "All are applied.")
    names = ", ".join(str(migration) for migration, _ in plan)
    return Said(State.FAILED, f"Not applied: {names}. Run migrate.")


def triggers() -> Said:
    """Say what the check library.E001 says."""
    missing = missing_triggers(connection)
    if missing:
        text = f"Missing on {', '.join(missing)}: kept pages are shown on after a change."
        return Said(State.FAILED, text)
    return Said(State.OK, "Every table that the public sees draws the library's version.")


def cache(*, answers: bool) -> Said:
    kind = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    if not answers:
        return Said(State.FAILED, f"{kind} does not answer: pages are made anew each time.")
    shared = "shared by all processes" if settings.REDIS_URL else "in the memory of each process"
    return Said(State.OK, f"{kind} answers, {shared}.")


def broker(*, fault: str) -> Said:
    if not settings.REDIS_URL:
        return Said(State.TOLD, ALONE)
    place = urlsplit(settings.REDIS_URL)
    where = f"Redis at {place.hostname}:{place.port or 6379}"
    if fault:
        text = f"{where} does not answer ({fault}): what should be queued is found later."
        return Said(State.FAILED, text)
    return Said(State.OK, f"{where} answers.")


def queues(*, fault: str) -> Said:
    if not settings.REDIS_URL:
        return Said(State.TOLD, ALONE)
    parts = []
    for name in (settings.CELERY_TASK_DEFAULT_QUEUE, settings.SCORING_QUEUE):
        waiting = None if fault else queue_depth(name)
        if waiting is None:
            return Said(State.FAILED, "Their length is not known: the broker does not tell it.")
        parts.append(f"{waiting:,} task{'' if waiting == 1 else 's'} in “{name}”")
    return Said(State.OK, f"{', '.join(parts)}.")


def workers(*, fault: str, pulse_is_kept: bool) -> Said:
    if not settings.REDIS_URL:
        return Said(State.TOLD, ALONE)
    if fault or not pulse_is_kept:
        return Said(State.FAILED, "Not known: they are heard of through Redis.")
    names = workers_that_answer()
    there = f"{len(names)} answer: {', '.join(names)}." if names else "None answers."
    silent = seconds_since_pulse()
    if silent is None:
        return Said(State.FAILED, f"{there} No pulse yet: does beat run?")
    said = f"{there} Last pulse {silent:.0f} s ago."
    return Said(State.FAILED if workers_fault() else State.OK, said)
