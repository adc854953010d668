"""Celery beat schedule.

Each message expires by the time the next one is sent, so workers run each task only once after an
outage.
"""

from typing import Any

from celery.schedules import crontab

HOUR = 3600.0


def every(seconds: float, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


def daily(hour: int, minute: int, task: str) -> dict[str, Any]:
    schedule = crontab(hour=hour, minute=minute)
    return {"task": task, "schedule": schedule, "options": {"expires": 12 * HOUR}}


SCHEDULE = {
    "pulse": every(30.0, "library.monitoring.worker_heartbeat.note_pulse"),
    "deliver-webhooks": every(15.0, "library.tasks.deliver_webhooks"),
    "publish-scheduled": every(60.0, "scoring.tasks.publish_scheduled"),
    # Queues job items whose message was lost or whose worker died.
    "continue-jobs": every(60.0, "scoring.tasks.continue_jobs"),
    # Starts a job for transcripts that have neither an automatic assessment nor an open job.
    "assess-waiting": every(300.0, "scoring.tasks.assess_waiting"),
    "refresh-topics": every(300.0, "scoring.tasks.refresh_topics"),
    "clean-up": every(HOUR, "library.tasks.clean_up"),
    "dump-library": daily(3, 40, "library.tasks.dump"),
    "import-feeds": daily(4, 20, "scoring.tasks.import_feeds"),
}
