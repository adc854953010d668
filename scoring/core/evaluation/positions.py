"""How well the segments of an episode place the episode: which summary, interval, confidence."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from scoring.core.evaluation.labels import by_episode
from scoring.core.evaluation.metrics import FEWEST_LABELS, mean_absolute_error, pearson, spearman
from scoring.core.evaluation.report import Scored
from scoring.core.position import Grounds, confidence_of, position_of
from scoring.core.spectrum import Confidence
from scoring.core.stats import mean


def trimmed_mean(scores: Sequence[float]) -> float:
    """Return the mean without the lowest and highest tenth."""
    cut = len(scores) // 10
    return mean(sorted(scores)[cut : len(scores) - cut])


SUMMARIES: dict[str, Callable[[Sequence[float]], float]] = {
    "mean": mean,
    "median": median,
    "trimmed mean": trimmed_mean,
    "middle of the extremes": lambda scores: (min(scores) + max(scores)) / 2,
}


def positions_of(scored: Scored) -> dict[str, Any]:
    """Return the agreement of each summary, the intervals' coverage, and errors by confidence.

    Over episodes with enough labels, each against the mean of its labels.
    """
    groups = by_episode(scored.labels)
    kept = [members for members in groups if len(members) >= FEWEST_LABELS]
    truth = [mean([scored.labels[i].score for i in members]) for members in kept]
    found = [[scored.scores[i] for i in members] for members in kept]
    if len(kept) < 2:
        return {}
    return {
        "summaries": {
            name: _agreement(truth, [summary(scores) for scores in found])
            for name, summary in SUMMARIES.items()
        },
        "interval_coverage": _coverage(truth, found),
        "confidence": _confidence(truth, found),
    }


def _agreement(truth: Sequence[float], found: Sequence[float]) -> dict[str, float]:
    return {
        "pearson": round(pearson(truth, found), 4),
        "spearman": round(spearman(truth, found), 4),
        "mae": round(mean_absolute_error(truth, found), 2),
    }


def _coverage(truth: Sequence[float], found: Sequence[Sequence[float]]) -> float:
    places = map(position_of, found)
    held = sum(p.low <= value <= p.high for value, p in zip(truth, places, strict=True))
    return round(held / len(truth), 4)


def _confidence(
    truth: Sequence[float], found: Sequence[Sequence[float]]
) -> dict[str, dict[str, float]]:
    errors: dict[Confidence, list[float]] = defaultdict(list)
    for value, scores in zip(truth, found, strict=True):
        place = position_of(scores)
        # The words are taken as checked, and as evidence: only numbers are judged here.
        level, _ = confidence_of(Grounds(len(scores), place.error, 1.0, checked=True))
        errors[level].append(abs(place.score - value))
    return {
        level.value: {"episodes": len(errors[level]), "mae": round(mean(errors[level]), 2)}
        for level in Confidence
        if errors[level]
    }
