"""The measured figures of the scorers that are learned, as committed beside their weights."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from scoring.core.in_context import InContextScorer
from scoring.core.stance import StanceScorer

FOLDER = settings.CONTENT_DIR / "scoring"
FILES = {StanceScorer.name: "evaluation.json", InContextScorer.name: "in-context.json"}


def evaluation(scorer: str = StanceScorer.name) -> dict[str, Any]:
    """Return what `evaluate_scorer --json` printed on held-out labels.

    Of a scorer that has not been measured, those of the stance scorer.
    """
    return _read(FILES.get(scorer, FILES[StanceScorer.name]))


def training(scorer: str = StanceScorer.name) -> dict[str, Any]:
    """Return what `train_scorer --report` wrote, on shows left out in turn; as above."""
    report = _read("training.json")
    return {**report, **report["in_context"]} if scorer == InContextScorer.name else report


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return found
