import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scoring.models import Challenge, SegmentScore


class Command(BaseCommand):
    help = "Print editors' scores of segments as labels, one JSON object per line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", help="write to this file instead of standard output")

        parser.add_argument(
            "--challenges",
            action="store_true",
            help="export moderators' decisions on challenged passages instead",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        source = Challenge.objects if options["challenges"] else SegmentScore.objects
        lines = [json.dumps(label, ensure_ascii=False) for label in source.labels()]
        text = "".join(line + "\n" for line in lines)
        if options["output"]:
            with open(options["output"], "w", encoding="utf-8") as file:
                file.write(text)
            self.stdout.write(f"{len(lines)} labels written")
        else:
            self.stdout.write(text, ending="")
