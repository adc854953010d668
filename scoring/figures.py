"""The measured figures of the default scorer, as committed beside its weights."""

import json
from functools import cache
from typing import Any

from django.conf import settings

FOLDER = settings.CONTENT_DIR / "scoring"


@cache
def evaluation() -> dict[str, Any]:
    """Return what `evaluate_scorer --json` printed on held-out labels."""
    found: dict[str, Any] = json.loads((FOLDER / "evaluation.json").read_text("utf-8"))
    return found


@cache
def training() -> dict[str, Any]:
    """Return what `train_scorer --report` wrote, on shows left out in turn."""
    found: dict[str, Any] = json.loads((FOLDER / "training.json").read_text("utf-8"))
    return found
