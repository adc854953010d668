import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from scoring.core.evaluation.conversations import read_conversations
from scoring.core.evaluation.labels import BadLabels
from scoring.core.evaluation.positions import evaluate_positions, place_conversation
from scoring.core.registry import SCORERS
from scoring.core.scorers import UnknownScorer

ROWS = [
    ("Pearson r", "pearson"),
    ("Spearman rho", "spearman"),
    ("Mean absolute error", "mae"),
    ("Macro-F1 of bands", "macro_f1"),
    ("90 % intervals containing the label", "coverage_90"),
    ("Mean width of the interval", "mean_width"),
    ("Share of mixed positions", "mixed_share"),
]


class Command(BaseCommand):
    help = (
        "Compare a scorer's positions of whole conversations with an annotator's. If the scorer "
        "reads whole conversations, that result is used. Does not use the database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("conversations", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorer = SCORERS.get(options["scorer"])
            conversations = read_conversations(options["conversations"])
        except (UnknownScorer, BadLabels) as error:
            raise CommandError(str(error)) from error
        shown = tqdm(conversations, unit="conversation", disable=None)
        figures = evaluate_positions([place_conversation(c, scorer) for c in shown], scorer)
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=1))
        else:
            self._write_table(figures)

    def _write_table(self, figures: dict[str, Any]) -> None:
        self.stdout.write(f"{figures['n']} conversations, {figures['placed']} placed")
        for title, name in ROWS:
            value = figures[name]
            self.stdout.write(f"{title:<40}{'none' if value is None else f'{value:.3f}':>10}")
        signs = figures["sign_errors"]
        self.stdout.write(f"{'Sign errors':<40}{signs['n']:>6} of {signs['of']}")
        for group in ("by_confidence", "shows"):
            self.stdout.write("")
            for name, row in figures[group].items():
                self.stdout.write(f"{name:<40}{row['n']:>5}  mean absolute error {row['mae']:.1f}")
