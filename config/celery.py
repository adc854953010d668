"""The Celery application, configured by the CELERY_* settings in config.settings."""

import os
from typing import Any

from celery import Celery, signals
from django import db
from django_structlog.celery.steps import DjangoStructLogInitStep

from config import worker_metrics  # noqa: F401 - connects to the task signals on import

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("counterpoint")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@signals.task_prerun.connect
@signals.task_postrun.connect
def close_old_connections(sender: Any, **_: Any) -> None:
    """Close stale database connections before and after each task that runs in a worker."""
    if not sender.request.is_eager:
        db.close_old_connections()
