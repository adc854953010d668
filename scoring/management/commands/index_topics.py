from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scoring.services.topic_index import refresh_topics


class Command(BaseCommand):
    help = "Index what transcripts are about. What the edition in force holds is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="count the library's terms anew, index everything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_topics(everything=options['all'])} transcripts indexed")
