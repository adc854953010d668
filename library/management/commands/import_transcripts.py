from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from library.captions import TranscriptError, read_transcript
from library.importing.manifest import Entry, ManifestError, read_manifest
from library.services.episodes import import_transcript
from library.services.errors import ImportRejected
from scoring.job_handlers import start_importing
from scoring.tasks import continue_jobs


class Command(BaseCommand):
    help = (
        "Import the transcripts listed in a JSON or CSV manifest. Invalid files are reported; the "
        "others are stored. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("manifest", type=Path, metavar="MANIFEST.json|.csv")
        parser.add_argument("--publish", action="store_true", help="publish without review")
        parser.add_argument(
            "--queue", action="store_true", help="import and score in Celery workers"
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
        changed, errors = 0, list[str]()
        for entry in tqdm(entries, desc="Importing", unit="file", disable=None):
            try:
                changed += self._store(entry, publish=options["publish"])
            except (TranscriptError, ImportRejected) as error:
                errors.append(_reason(entry, error))
        for message in errors:
            self.stderr.write(message)
        unchanged = len(entries) - changed - len(errors)
        self.stdout.write(f"{changed} stored, {unchanged} unchanged, {len(errors)} failed")
        if errors:
            raise CommandError(f"{len(errors)} of {len(entries)} files failed")

    def _store(self, entry: Entry, *, publish: bool) -> bool:
        parsed = read_transcript(entry.path.read_bytes(), entry.path.name)
        return import_transcript(
            parsed, details=entry.details, provenance=entry.provenance, publish=publish
        ).changed


def _reason(entry: Entry, error: Exception) -> str:
    """Return the error message; add the file name if the message does not begin with it."""
    text = str(error)
    return text if text.startswith(entry.path.name) else f"{entry.path.name}: {text}"
