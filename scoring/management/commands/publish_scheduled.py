"""Command that publishes scheduled episodes, for sites without Celery beat."""

from typing import Any

from django.core.management.base import BaseCommand

from library.tasks import queue_webhooks
from scoring.curation.scheduling import publish_due


class Command(BaseCommand):
    help = "Publish the episodes whose scheduled time has come. Celery beat does this every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        published = publish_due()
        if published:
            queue_webhooks()
        self.stdout.write(f"{published} published.")
