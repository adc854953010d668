import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scoring.core.evaluation.labels import BadLabels, Label, holds_pairs, read_labels
from scoring.core.evaluation.pairs import evaluate_pairs
from scoring.core.evaluation.peers import vader
from scoring.core.evaluation.report import evaluate
from scoring.core.evaluation.table import pairs_table, table_of
from scoring.core.keywords import KeywordScorer
from scoring.core.registry import SCORERS
from scoring.core.scorers import Scorer, UnknownScorer
from scoring.core.training.encoder.pairs import Member, read_pairs


class Command(BaseCommand):
    help = "Measure a scorer against labels or stance pairs, beside VADER and the keyword counter."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="+", type=Path, metavar="LABELS")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorer = SCORERS.get(options["scorer"])
            pair_files = [path for path in options["labels"] if holds_pairs(path)]
            label_files = [path for path in options["labels"] if path not in pair_files]
            labels = read_labels(label_files) if label_files else []
            pairs = read_pairs(pair_files)
        except (UnknownScorer, BadLabels) as error:
            raise CommandError(str(error)) from error
        peers = {"keywords": _figures(labels, pairs, KeywordScorer())}
        sentiment = vader()
        if sentiment is None:
            self.stderr.write("VADER is left out: the package vaderSentiment is not installed.")
        else:
            peers = {"vader": _figures(labels, pairs, sentiment, judges_lens=False), **peers}
        result = {"scorer": _figures(labels, pairs, scorer), "peers": peers}
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=1))
            return
        everyone = [result["scorer"], *peers.values()]
        if labels:
            self.stdout.write(table_of(everyone))
        if pairs:
            self.stdout.write(pairs_table(everyone))


def _figures(
    labels: Sequence[Label], pairs: Sequence[Member], scorer: Scorer, *, judges_lens: bool = True
) -> dict[str, Any]:
    """Return the figures of `scorer` on labels, on stance pairs, or on both."""
    figures: dict[str, Any] = {"name": scorer.name, "version": scorer.version}
    if labels:
        figures = dict(evaluate(labels, scorer, judges_lens=judges_lens))
    return {**figures, "pairs": evaluate_pairs(pairs, scorer)} if pairs else figures
