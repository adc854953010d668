"""Print a checksum over every row of every table, to compare a restored library with its source."""

import hashlib
import json
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission"}
"""Tables that Django fills by itself, and sessions, which come and go."""


class Command(BaseCommand):
    help = "Print the number of rows and a SHA-256 over every row of every table."

    def handle(self, **options: Any) -> None:
        whole = hashlib.sha256()
        rows = 0
        for model in sorted(apps.get_models(include_auto_created=True), key=str):
            if model._meta.label_lower in LEFT_OUT or model._meta.proxy or not model._meta.managed:
                continue
            count, digest = checksum(model)
            rows += count
            whole.update(f"{model._meta.label_lower} {count} {digest}\n".encode())
            if options["verbosity"] > 1:
                self.stdout.write(f"{digest[:16]} {count:>9} {model._meta.label_lower}")
        self.stdout.write(f"{whole.hexdigest()} {rows} rows")


def checksum(model: type[models.Model]) -> tuple[int, str]:
    """Return how many rows a table has, and the SHA-256 of them in the order of their keys."""
    found = hashlib.sha256()
    count = 0
    for row in model._base_manager.order_by("pk").values().iterator(chunk_size=500):
        found.update(json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, default=str).encode())
        count += 1
    return count, found.hexdigest()
