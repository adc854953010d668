from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from library.exporting.dumps import DumpError, dump_library


class Command(BaseCommand):
    help = "Write a dump of the public library with its checksum; see docs/data.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, metavar="DIR", help="default: DUMP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dump = dump_library(options["output"])
        except DumpError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            # Errors that write() raises have no file name.
            path = error.filename or options["output"] or settings.DATA.folder
            raise CommandError(f"{path}: {error.strerror}") from None
        self.stdout.write(f"{dump.path}: {dump.size} bytes, SHA-256 {dump.checksum}")
