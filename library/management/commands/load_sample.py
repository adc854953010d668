from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from library.captions import read_transcript
from library.importing.manifest import read_manifest
from library.models import Episode, TextOrigin
from library.services.episodes import import_transcript

SAMPLE = settings.CONTENT_DIR / "sample" / "manifest.json"
ASSESSMENTS = settings.CONTENT_DIR / "sample" / "assessments"


class Command(BaseCommand):
    help = "Load and assess the sample library of invented conversations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if the library has episodes"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Episode.objects.exists():
            return
        # One transaction, so that an aborted run leaves the database empty.
        with transaction.atomic():
            self._load()

    def _load(self) -> None:
        entries = read_manifest(SAMPLE)
        slugs = []
        for entry in tqdm(entries, desc="Loading the sample", unit="file", disable=None):
            imported = import_transcript(
                read_transcript(entry.path.read_bytes(), entry.path.name),
                details=replace(entry.details, is_sample=True, texts_by=TextOrigin.EDITOR),
                provenance=entry.provenance,
                publish=True,
            )
            slugs.append(imported.episode.slug)
        call_command("assess", *slugs, stdout=self.stdout)
        call_command("import_assessments", str(ASSESSMENTS), stdout=self.stdout)
