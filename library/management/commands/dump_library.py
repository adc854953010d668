from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from library.exporting.dumps import NotDumped, dump_library


class Command(BaseCommand):
    help = "Write a dump of the public library, dated and with its checksum; docs/data.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, metavar="DIR", help="default: DUMP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = dump_library(options["output"])
        except NotDumped as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            # A write that fails names no file.
            place = error.filename or options["output"] or settings.DATA.folder
            raise CommandError(f"{place}: {error.strerror}") from None
        self.stdout.write(f"{made.path}: {made.size} bytes, SHA-256 {made.checksum}")
