from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scoring.services.topic_index import refresh_topics


class Command(BaseCommand):
    help = "Index the topics of transcripts not indexed in the current edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="recount all terms and index everything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_topics(everything=options['all'])} transcripts indexed")
