"""Compute all metrics of a scorer on a set of labels, with confidence intervals."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from scoring.core.evaluation.labels import Label, by_episode
from scoring.core.evaluation.metrics import (
    confusion,
    episode_means,
    macro_f1,
    mean_absolute_error,
    pearson,
    spearman,
)
from scoring.core.evaluation.pairs import pairs_of
from scoring.core.scorers import Judgement, ReadsTogether, Scorer
from scoring.core.spectrum import band_of

RESAMPLES = 400
SEED = 20_250_101
DECILES = 10
RUNS = 3
MAX_SECONDS = 20.0
"""No new timing run starts after this many seconds."""

Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Scored:
    """Labels with a scorer's scores and lenses; `lenses` is None if the scorer assigns none."""

    labels: Sequence[Label]
    scores: Sequence[float]
    lenses: Sequence[str] | None = None

    def pick(self, indices: Sequence[int]) -> "Scored":
        return Scored(
            [self.labels[i] for i in indices],
            [self.scores[i] for i in indices],
            [self.lenses[i] for i in indices] if self.lenses else None,
        )


def evaluate(labels: Sequence[Label], scorer: Scorer, *, judges_lens: bool = True) -> Figures:
    """Return all metrics of `scorer` on the texts of `labels`, as JSON-compatible data.

    Pass `judges_lens=False` for a scorer that does not assign lenses.
    """
    judgements, per_second = _timed(scorer, labels)
    lenses = [judgement.lens.value for judgement in judgements] if judges_lens else None
    scored = Scored(labels, [judgement.score for judgement in judgements], lenses)
    return {
        "name": scorer.name,
        "version": scorer.version,
        "n": len(labels),
        "episodes": len({label.episode for label in labels}),
        **figures_of(scored),
        **({"pairs": pairs} if (pairs := pairs_of(labels, scored.scores)) else {}),
        "throughput": {"segments_per_second": round(per_second, 1)},
        "intervals": intervals_of(scored),
    }


def figures_of(scored: Scored) -> Figures:
    """Return all metrics except throughput and intervals."""
    truth = [label.score for label in scored.labels]
    flat = _flat(scored)
    return {
        "segment": {name: flat[name] for name in ("pearson", "spearman", "mae")},
        "bands": {
            "macro_f1": flat["macro_f1"],
            "confusion": confusion(
                [band_of(score) for score in truth], [band_of(score) for score in scored.scores]
            ),
        },
        "lens": {"accuracy": flat.get("lens_accuracy")},
        "episode": {
            "pearson": flat["episode_pearson"],
            "spearman": flat["episode_spearman"],
            "mae": flat["episode_mae"],
        },
        "calibration": _calibration(scored),
    }


def _flat(scored: Scored) -> dict[str, float]:
    truth = [label.score for label in scored.labels]
    means = episode_means([label.episode for label in scored.labels], truth, scored.scores)
    figures = {
        "pearson": pearson(truth, scored.scores),
        "spearman": spearman(truth, scored.scores),
        "mae": mean_absolute_error(truth, scored.scores),
        "macro_f1": macro_f1([band_of(s) for s in truth], [band_of(s) for s in scored.scores]),
    }
    if len(means[0]) > 1:
        figures["episode_pearson"] = pearson(*means)
        figures["episode_spearman"] = spearman(*means)
        figures["episode_mae"] = mean_absolute_error(*means)
    else:
        figures |= dict.fromkeys(("episode_pearson", "episode_spearman", "episode_mae"), 0.0)
    if scored.lenses:
        pairs = zip(scored.labels, scored.lenses, strict=True)
        right = sum(label.lens.value == lens for label, lens in pairs)
        figures["lens_accuracy"] = right / len(scored.labels)
    return {name: round(value, 4) + 0.0 for name, value in figures.items()}


def intervals_of(scored: Scored) -> dict[str, list[float]]:
    """Return 95 % bootstrap intervals from resampling whole episodes with replacement."""
    episodes = by_episode(scored.labels)
    random = np.random.default_rng(SEED)
    samples: dict[str, list[float]] = defaultdict(list)
    for _ in range(RESAMPLES):
        chosen = random.integers(len(episodes), size=len(episodes))
        sample = _renamed(scored, [episodes[i] for i in chosen.tolist()])
        for name, value in _flat(sample).items():
            samples[name].append(value)
    return {
        name: [round(float(bound), 4) for bound in np.percentile(values, [2.5, 97.5])]
        for name, values in samples.items()
    }


def _renamed(scored: Scored, groups: Sequence[Sequence[int]]) -> Scored:
    """Return each sampled group as a separate episode, even if it was sampled more than once."""
    sample = scored.pick([index for group in groups for index in group])
    numbers = [number for number, group in enumerate(groups) for _ in group]
    labels = [
        Label(label.id, str(number), label.show, label.plain, label.score, label.lens)
        for label, number in zip(sample.labels, numbers, strict=True)
    ]
    return Scored(labels, sample.scores, sample.lenses)


def _calibration(scored: Scored) -> list[dict[str, float]]:
    """Return the mean score and mean label of each decile of the scores, lowest first."""
    order = np.argsort(np.asarray(scored.scores), kind="stable")
    truth = np.array([label.score for label in scored.labels])
    scores = np.asarray(scored.scores)
    return [
        {
            "score": round(float(scores[part].mean()), 2),
            "label": round(float(truth[part].mean()), 2),
        }
        for part in np.array_split(order, DECILES)
        if len(part)
    ]


def _timed(scorer: Scorer, labels: Sequence[Label]) -> tuple[list[Judgement], float]:
    """Return the judgements, and the number of segments per second in the fastest run."""
    together = isinstance(scorer, ReadsTogether)
    parts = by_episode(labels) if together else [list(range(len(labels)))]
    texts = [[labels[index].plain for index in part] for part in parts]
    best, begun = float("inf"), time.perf_counter()
    for _ in range(1 + RUNS):
        started = time.perf_counter()
        judged = [scorer.score(each) for each in texts]
        ended = time.perf_counter()
        best = min(best, ended - started)
        if ended - begun > MAX_SECONDS:
            break
    by_index = dict(zip(chain(*parts), chain(*judged), strict=True))
    return [by_index[index] for index in range(len(labels))], len(labels) / best
