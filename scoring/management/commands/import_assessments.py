from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from scoring.core.assessment_file import AssessmentFileError, read_assessment
from scoring.curation.editorial_assessments import episode_of, import_assessment

FOLDER = settings.CONTENT_DIR / "resources" / "transcript-assessments"


class Command(BaseCommand):
    help = (
        "Store and publish editorial assessments from files named after their episodes. Files "
        "with errors are rejected, and all errors are listed. The command can be run again safely."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help=f"files or folders (default: {FOLDER})",
        )
        parser.add_argument(
            "--check", action="store_true", help="validate without storing anything"
        )
        parser.add_argument("--draft", action="store_true", help="store without publishing")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(_files(options["paths"] or [FOLDER]))
        changed, rejected = 0, list[str]()
        for path in tqdm(files, desc="Assessments", unit="file", disable=None):
            try:
                changed += _import(path, check=options["check"], publish=not options["draft"])
            except AssessmentFileError as error:
                rejected.append(str(error))
            except OSError as error:
                rejected.append(f"{path}: {error.strerror}")
        for reason in rejected:
            self.stderr.write(reason)
        done = "would be stored" if options["check"] else "stored"
        unchanged = len(files) - changed - len(rejected)
        self.stdout.write(f"{changed} {done}, {unchanged} unchanged, {len(rejected)} rejected")
        if rejected:
            raise CommandError(f"{len(rejected)} of {len(files)} files were rejected")


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif path.exists():
            yield path
        else:
            raise CommandError(f"no such file or folder: {path}")


def _import(path: Path, *, check: bool, publish: bool) -> bool:
    """Import a file, and return whether anything changed. If `check` is set, undo the changes."""
    file = read_assessment(path.read_bytes(), path.name, today=timezone.localdate())
    with transaction.atomic():
        changed = import_assessment(file, episode=episode_of(file), publish=publish).changed
        transaction.set_rollback(check)
    return changed
