from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from scoring.core.evaluation.card import constants_block, figures_block, replace_block
from scoring.selectors.published_figures import measured

CARD = Path(settings.BASE_DIR) / "docs" / "scoring.md"


class Command(BaseCommand):
    help = "Update the figures and constants in docs/scoring.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        card = replace_block(CARD.read_text("utf-8"), figures_block(measured()))
        CARD.write_text(replace_block(card, constants_block()), "utf-8")
        self.stdout.write(f"{CARD.relative_to(settings.BASE_DIR)} written")
