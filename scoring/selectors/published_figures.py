"""Published evaluation results of the learned scorers, stored beside their weights."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from scoring.core.ensemble import EnsembleScorer
from scoring.core.evaluation.card import Measured
from scoring.core.in_context import InContextScorer
from scoring.core.stance import StanceScorer

FOLDER = settings.CONTENT_DIR / "scoring"
FILES = {
    EnsembleScorer.name: "encoder.json",
    StanceScorer.name: "evaluation.json",
    InContextScorer.name: "in-context.json",
}
"""Files with the output of `evaluate_scorer --json` on held-out labels, by scorer.

Files with the prefix `pairs-` hold the output for stance pairs. The files `positions-NAME.json`
hold the output of `evaluate_positions --json`.
"""


def evaluation(scorer: str = StanceScorer.name) -> dict[str, Any]:
    """Return the held-out results of `scorer`, or those of the stance scorer if none are stored."""
    name = FILES.get(scorer, "")
    return _read(name if name and _exists(name) else FILES[StanceScorer.name])


def training(scorer: str = StanceScorer.name) -> dict[str, Any]:
    """Return the results of `train_scorer` for `scorer` on held-out shows."""
    report = _read("training.json")
    return {**report, **report["in_context"]} if scorer == InContextScorer.name else report


def measured() -> Measured:
    """Return all published results, for the model card."""
    positions = sorted(path.name for path in FOLDER.glob("positions-*.json"))
    return Measured(
        evaluations=[_read(name) for name in FILES.values() if _exists(name)],
        training=training(),
        positions={
            name.removeprefix("positions-").removesuffix(".json"): _read(name) for name in positions
        },
        pairs=[_read(f"pairs-{name}") for name in FILES.values() if _exists(f"pairs-{name}")],
    )


def _exists(name: str) -> bool:
    return (FOLDER / name).is_file()


@cache
def _read(name: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return figures
