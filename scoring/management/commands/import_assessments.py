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
        "Store and publish the editorial assessments in files named after their episodes. A bad "
        "file is refused whole, with the line and key; the others are stored. Running it again "
        "changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help=f"files or folders; else {FOLDER}"
        )
        parser.add_argument("--check", action="store_true", help="only check; store nothing")
        parser.add_argument("--draft", action="store_true", help="store without publishing")

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(_files(options["paths"] or [FOLDER]))
        changed, refused = 0, list[str]()
        for path in tqdm(files, desc="Assessments", unit="file", disable=None):
            try:
                changed += _hand_in(path, check=options["check"], publish=not options["draft"])
            except AssessmentFileError as error:
                refused.append(str(error))
            except OSError as error:
                refused.append(f"{path}: {error.strerror}")
        for reason in refused:
            self.stderr.write(reason)
        done = "would be stored" if options["check"] else "stored"
        unchanged = len(files) - changed - len(refused)
        self.stdout.write(f"{changed} {done}, {unchanged} unchanged, {len(refused)} refused")
        if refused:
            raise CommandError(f"{len(refused)} of {len(files)} files were refused")


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif path.exists():
            yield path
        else:
            raise CommandError(f"there is no file or folder {path}")


def _hand_in(path: Path, *, check: bool, publish: bool) -> bool:
    """Return whether the file says something new; with `check`, leave everything as it is."""
    said = read_assessment(path.read_bytes(), path.name, today=timezone.localdate())
    with transaction.atomic():
        changed = import_assessment(said, episode=episode_of(said), publish=publish).changed
        transaction.set_rollback(check)
    return changed
