"""Messages of Celery beat have a known task and expire before the next one."""

from typing import Any

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings

from config.beat import SCHEDULE


@pytest.mark.parametrize("entry", SCHEDULE.values(), ids=SCHEDULE)
def test_every_message_is_of_a_known_task_and_expires(entry: dict[str, Any]) -> None:
    current_app.loader.import_default_modules()
    period = 86_400 if isinstance(entry["schedule"], crontab) else entry["schedule"]

    assert entry["task"] in current_app.tasks
    assert 0 < entry["options"]["expires"] <= period


def test_long_tasks_have_a_separate_queue_from_heartbeats() -> None:
    current_app.loader.import_default_modules()

    def queue_of(task: str) -> str:
        return str(current_app.amqp.router.route({}, task)["queue"].name)

    long_tasks = {name for name in current_app.tasks if queue_of(name) == settings.SCORING_QUEUE}
    assert long_tasks == {
        "library.tasks.dump", "scoring.tasks.do_job_item", "scoring.tasks.refresh_topics"
    }  # fmt: skip
    assert (
        queue_of("library.monitoring.worker_heartbeat.note_pulse")
        == settings.CELERY_TASK_DEFAULT_QUEUE
    )


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("library.monitoring.worker_heartbeat.note_pulse", (300, 360)),
        ("library.tasks.deliver_webhook", (300, 360)),
        ("scoring.tasks.do_job_item", (14_400, 14_460)),
        ("library.tasks.dump", (14_400, 14_460)),
    ],
)
def test_every_task_has_time_limits(name: str, seconds: tuple[int, int]) -> None:
    current_app.loader.import_default_modules()
    task = current_app.tasks[name]
    soft = task.soft_time_limit or current_app.conf.task_soft_time_limit
    hard = task.time_limit or current_app.conf.task_time_limit

    assert (soft, hard) == seconds
