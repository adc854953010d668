"""The Celery application; its settings are the CELERY_* names of config.settings."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

from config import worker_metrics  # noqa: F401 - connects itself to the signals of tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("counterpoint")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
