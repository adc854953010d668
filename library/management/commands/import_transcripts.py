from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.captions import TranscriptError, read_transcript
from library.importing.manifest import Entry, ManifestError, read_manifest
from library.services.episodes import import_transcript
from library.services.errors import ImportRefused
from scoring.job_handlers import start_importing
from scoring.tasks import continue_jobs


class Command(BaseCommand):
    help = (
        "Store the transcripts that a JSON or CSV manifest names. A bad file is refused alone, "
        "with its reason; the others are stored. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("manifest", type=Path, metavar="MANIFEST.json|.csv")
        parser.add_argument("--publish", action="store_true", help="put them on the site now")
        parser.add_argument(
            "--queue", action="store_true", help="hand the work, and scoring, to Celery workers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            entries = read_manifest(options["manifest"])
        except OSError as error:
            raise CommandError(f"{options['manifest']}: {error.strerror}") from None
        except ManifestError as error:
            raise CommandError(str(error)) from None
        if options["queue"]:
            job = start_importing(options["manifest"], entries, publish=options["publish"])
            continue_jobs()
            self.stdout.write(f"{len(entries)} queued as job {job.pk}")
            return
        changed, refused = 0, list[str]()
        for entry in tqdm(entries, desc="Importing", unit="file", disable=None):
            try:
                changed += self._store(entry, publish=options["publish"])
            except (TranscriptError, ImportRefused) as error:
                refused.append(str(error))
        for reason in refused:
            self.stderr.write(reason)
        unchanged = len(entries) - changed - len(refused)
        self.stdout.write(f"{changed} stored, {unchanged} unchanged, {len(refused)} refused")
        if refused:
            raise CommandError(f"{len(refused)} of {len(entries)} files were refused")

    def _store(self, entry: Entry, *, publish: bool) -> bool:
        parsed = read_transcript(entry.path.read_bytes(), entry.path.name)
        return import_transcript(
            parsed, details=entry.details, provenance=entry.provenance, publish=publish
        ).changed
