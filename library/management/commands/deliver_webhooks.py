from typing import Any

from django.core.management.base import BaseCommand

from library.services.changes import announce_changes
from library.services.webhooks import deliver, due_deliveries


class Command(BaseCommand):
    help = "Send all due webhook deliveries. Without Celery beat, run it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        announce_changes()
        due = due_deliveries()
        delivered = sum(deliver(delivery_id) for delivery_id in due)
        self.stdout.write(f"{delivered} of {len(due)} deliveries sent.")
