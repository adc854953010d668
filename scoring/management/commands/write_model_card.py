from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from scoring.core.evaluation.card import figures_block, replace_block
from scoring.core.in_context import InContextScorer
from scoring.selectors.published_figures import evaluation, training

CARD = Path(settings.BASE_DIR) / "docs" / "scoring.md"


class Command(BaseCommand):
    help = "Put the committed figures of the learned scorers into docs/scoring.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        block = figures_block(evaluation(), training(), evaluation(InContextScorer.name))
        CARD.write_text(replace_block(CARD.read_text("utf-8"), block), "utf-8")
        self.stdout.write(f"{CARD.relative_to(settings.BASE_DIR)} written")
