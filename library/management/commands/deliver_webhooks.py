from typing import Any

from django.core.management.base import BaseCommand

from library.services.webhooks import deliver, due_deliveries


class Command(BaseCommand):
    help = "Send what webhooks are due, once. Where no Celery clock runs, call it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        due = due_deliveries()
        arrived = sum(deliver(delivery_id) for delivery_id in due)
        self.stdout.write(f"{arrived} of {len(due)} deliveries arrived.")
