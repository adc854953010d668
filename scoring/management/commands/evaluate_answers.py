import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from scoring.core.evaluation.answers import evaluate_answers, read_questions
from scoring.core.evaluation.labels import BadLabels
from scoring.core.registry import SCORERS
from scoring.core.scorers import UnknownScorer
from scoring.core.subjects.tagger import built_in_tagger


class Command(BaseCommand):
    help = "Evaluate answering passages against judged candidates. Does not use the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("answers", type=Path, metavar="FILE")
        parser.add_argument("--scorer", default=settings.DEFAULT_SCORER)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorer = SCORERS.get(options["scorer"])
            questions = read_questions(options["answers"])
        except (UnknownScorer, BadLabels) as error:
            raise CommandError(str(error)) from error
        figures = evaluate_answers(questions, scorer, built_in_tagger())
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=1))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name:<26}{'none' if value is None else value:>8}")
