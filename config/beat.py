"""What Celery beat starts, and when.

Every message expires before the next of its kind: after an outage, or behind a backlog, workers
run each sweep once and discard the rest.
"""

from typing import Any

from celery.schedules import crontab

HOURS = 3600.0


def every(seconds: float, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def daily(hour: int, minute: int, task: str) -> dict[str, Any]:
    at = crontab(hour=hour, minute=minute)
    return {"task": task, "schedule": at, "options": {"expires": 12 * HOURS}}


SCHEDULE = {
    "pulse": every(30.0, "library.monitoring.worker_heartbeat.note_pulse"),
    "deliver-webhooks": every(15.0, "library.tasks.deliver_webhooks"),
    # Finds items whose message was lost or whose worker died.
    "continue-jobs": every(60.0, "scoring.tasks.continue_jobs"),
    # Finds transcripts that no job covers.
    "assess-waiting": every(300.0, "scoring.tasks.assess_waiting"),
    "refresh-topics": every(300.0, "scoring.tasks.refresh_topics"),
    "clean-up": every(HOURS, "library.tasks.clean_up"),
    "dump-library": daily(3, 40, "library.tasks.dump"),
    "import-feeds": daily(4, 20, "scoring.tasks.import_feeds"),
}
