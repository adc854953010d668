import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.core.evaluation.labels import BadLabels, read_labels
from scoring.core.training import train


class Command(BaseCommand):
    help = "Train the stance scorer. The same labels always give the same weights file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="+", type=Path, metavar="LABELS")
        parser.add_argument(
            "--output", type=Path, required=True, help="output file for the weights (TSV)"
        )
        parser.add_argument(
            "--report", type=Path, help="output file for the figures on unseen shows (JSON)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trained = train(read_labels(options["labels"]))
            options["output"].write_text(trained.weights.write(), "utf-8")
            if options["report"]:
                options["report"].write_text(json.dumps(trained.report, indent=1) + "\n", "utf-8")
        except (BadLabels, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        figures = trained.report
        self.stdout.write(
            f"{figures['n']} labels, {len(trained.weights.rows)} features. Shows left out in turn: "
            f"r {figures['segment']['pearson']:.3f}, "
            f"macro-F1 {figures['bands']['macro_f1']:.3f}, "
            f"episode r {figures['episode']['pearson']:.3f}."
        )
