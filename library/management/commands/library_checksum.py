"""Print a checksum of the whole database, to compare a restored library with its source."""

import hashlib
import json
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

EXCLUDED = {"sessions.session", "contenttypes.contenttype", "auth.permission"}
"""Excluded tables: sessions, and tables that Django fills automatically."""


class Command(BaseCommand):
    help = "Print the number of rows and a SHA-256 over every row of every table."

    def handle(self, **options: Any) -> None:
        total = hashlib.sha256()
        rows = 0
        for model in sorted(apps.get_models(include_auto_created=True), key=str):
            if model._meta.label_lower in EXCLUDED or model._meta.proxy or not model._meta.managed:
                continue
            count, digest = checksum(model)
            rows += count
            total.update(f"{model._meta.label_lower} {count} {digest}\n".encode())
            if options["verbosity"] > 1:
                self.stdout.write(f"{digest[:16]} {count:>9} {model._meta.label_lower}")
        self.stdout.write(f"{total.hexdigest()} {rows} rows")


def checksum(model: type[models.Model]) -> tuple[int, str]:
    """Return the number of rows in a table, and the SHA-256 of the rows in primary key order."""
    digest = hashlib.sha256()
    count = 0
    for row in model._base_manager.order_by("pk").values().iterator(chunk_size=500):
        digest.update(json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, default=str).encode())
        count += 1
    return count, digest.hexdigest()
