import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scoring.core.evaluation.labels import BadLabels, read_labels
from scoring.core.evaluation.peers import vader
from scoring.core.evaluation.report import evaluate
from scoring.core.evaluation.table import table_of
from scoring.core.keywords import KeywordScorer
from scoring.core.registry import SCORERS
from scoring.core.scorers import UnknownScorer


class Command(BaseCommand):
    help = "Compare a scorer, VADER and the keyword scorer with labels."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="+", type=Path, metavar="LABELS")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorer = SCORERS.get(options["scorer"])
            labels = read_labels(options["labels"])
        except (UnknownScorer, BadLabels) as error:
            raise CommandError(str(error)) from error
        peers = {"keywords": evaluate(labels, KeywordScorer())}
        sentiment = vader()
        if sentiment is None:
            self.stderr.write("VADER is skipped: the package vaderSentiment is not installed.")
        else:
            peers = {"vader": evaluate(labels, sentiment, judges_lens=False), **peers}
        result = {"scorer": evaluate(labels, scorer), "peers": peers}
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=1))
        else:
            self.stdout.write(table_of([result["scorer"], *peers.values()]))
