"""What Celery beat starts, and when."""

from celery.schedules import crontab

SCHEDULE = {
    "pulse": {"task": "library.monitoring.worker_heartbeat.note_pulse", "schedule": 30.0},
    # Finds the work of a message that Redis lost.
    "assess-waiting": {"task": "scoring.tasks.assess_waiting", "schedule": 300.0},
    "refresh-topics": {"task": "scoring.tasks.refresh_topics", "schedule": 300.0},
    "import-feeds": {"task": "scoring.tasks.import_feeds", "schedule": crontab(hour=4, minute=20)},
    "dump-library": {"task": "library.tasks.dump", "schedule": crontab(hour=3, minute=40)},
    # Takes up what a worker that died had in hand.
    "continue-jobs": {"task": "scoring.tasks.continue_jobs", "schedule": 60.0},
    "forget-answers": {"task": "library.tasks.forget_answers", "schedule": 3600.0},
    "deliver-webhooks": {"task": "library.tasks.deliver_webhooks", "schedule": 15.0},
}
