"""Fit direction, magnitude and lens by kernel ridge regression, then stretch the predictions.

The targets are the signed square root of the score (direction), its absolute value (magnitude), and
1 or 0 for each lens. Ridge regression shrinks predictions, and the stretch reverses that.
Cross-validation over shows is used to choose the stretch and to measure the accuracy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.core.evaluation.folds import folds_of
from scoring.core.evaluation.labels import Label, by_episode
from scoring.core.evaluation.metrics import macro_f1, mean_absolute_error
from scoring.core.evaluation.report import Scored, figures_of, intervals_of
from scoring.core.in_context import in_context
from scoring.core.spectrum import band_of, clamp
from scoring.core.stance.lexicon import Lexicon, built_in
from scoring.core.stance.scorer import MIN_MAGNITUDE
from scoring.core.stance.weights import LENSES, UNIT, Settings, Weights
from scoring.core.training.examples import Example, built_in_examples
from scoring.core.training.features import Features, Floats, extract

RIDGE = 1.0
LEXICON_SHARE = 0.1
"""Weight of the lexicon relative to the features; values from 0.06 to 0.2 were equally accurate."""
EXAMPLE_WAY, EXAMPLE_FAR = 0.5, 0.4
"""Weights of an example relative to a label, for direction and for magnitude."""
LENS_PRIOR = 0.5
"""Factor applied to the frequency of each lens. With 1, the technical lens would dominate."""
FOLDS = 10
STRETCHES = [step / 50 for step in range(20, 81)]


@dataclass(frozen=True)
class Trained:
    """Trained weights with a report of their accuracy on held-out shows.

    `unseen` contains the predicted score of each label, from a fit without that label's show.
    """

    weights: Weights
    report: dict[str, Any]
    unseen: list[float]


def train(
    labels: Sequence[Label],
    lexicon: Lexicon | None = None,
    examples: Sequence[Example] | None = None,
) -> Trained:
    """Train on `labels`; the same input always gives the same result.

    Raises ValueError if the labels are from fewer than two shows.
    """
    if len({label.show for label in labels}) < 2:
        raise ValueError("training needs labels from at least two shows")
    examples = built_in_examples() if examples is None else examples
    texts = [label.plain for label in labels] + [example.text for example in examples]
    features = extract(texts, lexicon or built_in()[0])
    task = _task(features, labels, examples)
    predicted = _predict_unseen(task, folds_of([x.show for x in labels], FOLDS))
    far = np.maximum(MIN_MAGNITUDE, predicted[:, 1])
    raw = predicted[:, 0] * np.sqrt(far * np.sqrt(far))
    scores = [label.score for label in labels]
    stretch = max(STRETCHES, key=lambda step: _rightness(scores, raw * step))
    unseen = [clamp(score) for score in (raw * stretch).tolist()]
    leaning = predicted[:, 2:] - (1 - LENS_PRIOR) * task.means[2:]
    lenses = [LENSES[best].value for best in leaning.argmax(axis=1)]
    scored = Scored(labels, unseen, lenses)
    return Trained(
        _weights(features, task, stretch),
        {
            "n": len(labels),
            "episodes": len({label.episode for label in labels}),
            "shows": len({label.show for label in labels}),
            **_measured(scored),
            "in_context": _in_context(scored),
        },
        unseen,
    )


def _measured(scored: Scored) -> dict[str, Any]:
    intervals = {"intervals": intervals_of(scored)}
    return {**figures_of(scored), **intervals}


def _in_context(alone: Scored) -> dict[str, Any]:
    """Return the metrics of the scores in `alone` after applying `in_context` to them."""
    moved = list(alone.scores)
    for indices in by_episode(alone.labels):
        for index, score in zip(indices, in_context([moved[i] for i in indices]), strict=True):
            moved[index] = score
    scored = Scored(alone.labels, moved, alone.lenses)
    return _measured(scored)


@dataclass(frozen=True)
class Task:
    """A training problem, in which the first `labels` rows are labels and the others are examples.

    `words` and `lexicon` are kernels, each divided by one of the `units`. The columns of `targets`
    are direction, magnitude and the lenses.
    """

    labels: int
    words: Floats
    lexicon: Floats
    units: tuple[float, float]
    targets: Floats

    @property
    def means(self) -> Floats:
        return np.asarray(self.targets[: self.labels].mean(axis=0))

    def learn(self, label_rows: NDArray[np.int64]) -> tuple[tuple[Floats, Floats, Floats], Floats]:
        """Return dual coefficients trained on `label_rows`, and the means of the targets.

        Direction and magnitude are also trained on all examples.
        """
        rows = np.concatenate([label_rows, np.arange(self.labels, len(self.words))])
        means = self.targets[label_rows].mean(axis=0)
        rest = self.targets[rows] - means
        words = self.words[np.ix_(rows, rows)]
        both = words + self.lexicon[np.ix_(rows, rows)]
        few = len(rows) - len(label_rows)
        way = _solve(both, rest[:, :1], [1.0] * len(label_rows) + [1 / EXAMPLE_WAY] * few)
        far = _solve(words, rest[:, 1:2], [1.0] * len(label_rows) + [1 / EXAMPLE_FAR] * few)
        own = len(label_rows)
        return (way, far, _solve(words[:own, :own], rest[:own, 2:], [1.0] * own)), means


def _task(features: Features, labels: Sequence[Label], examples: Sequence[Example]) -> Task:
    scores = np.array([x.score for x in labels] + [x.score for x in examples])
    lenses = [[float(label.lens == lens) for lens in LENSES] for label in labels]
    lenses += [[0.0] * len(LENSES)] * len(examples)
    count, words = len(labels), features.kernel()
    leaning = features.lexicon @ features.lexicon.T
    by_words = float(np.mean(np.diag(words)[:count]))
    by_lexicon = max(1e-9, float(np.mean(np.diag(leaning)[:count]))) / LEXICON_SHARE
    targets = np.column_stack([np.sign(scores) * np.sqrt(np.abs(scores)), np.abs(scores), lenses])
    return Task(count, words / by_words, leaning / by_lexicon, (by_words, by_lexicon), targets)


def _solve(kernel: Floats, targets: Floats, noise: Sequence[float]) -> Floats:
    solved = np.linalg.solve(kernel + RIDGE * np.diag(noise), targets)
    return np.asarray(solved, dtype=np.float64)


def _predict_unseen(task: Task, folds: Sequence[int]) -> Floats:
    """Return the cross-validated predictions for every label."""
    predicted = np.zeros((task.labels, task.targets.shape[1]))
    held = np.array(folds)
    examples = np.arange(task.labels, len(task.words))
    for fold in sorted(set(folds)):
        out, label_rows = np.flatnonzero(held == fold), np.flatnonzero(held != fold)
        (way, far, lens), means = task.learn(label_rows)
        rows = np.concatenate([label_rows, examples])
        words = task.words[np.ix_(out, rows)]
        both = words + task.lexicon[np.ix_(out, rows)]
        predictions = [both @ way, words @ far, words[:, : len(label_rows)] @ lens]
        predicted[out] = np.column_stack(predictions) + means
    return predicted


def _rightness(scores: Sequence[float], predicted: Floats) -> float:
    """Return the macro-F1 of the bands, minus 0.01 for every two points of mean absolute error."""
    bands = [band_of(score) for score in scores], [band_of(x) for x in predicted.tolist()]
    return macro_f1(*bands) - mean_absolute_error(scores, predicted.tolist()) / 200


def _weights(features: Features, task: Task, stretch: float) -> Weights:
    (way, far, lens), means = task.learn(np.arange(task.labels))
    lens = np.vstack([lens, np.zeros((len(way) - len(lens), lens.shape[1]))])
    table = features.weights(np.column_stack([way, far, lens])) / task.units[0]
    lexicon = (features.lexicon.T @ way)[:, 0] / task.units[1]
    settings = Settings(
        direction=_thousandths(means[0]),
        magnitude=_thousandths(means[1]),
        stretch=_thousandths(stretch),
        lens=tuple(map(_thousandths, LENS_PRIOR * means[2:])),
        lexicon=tuple(map(_thousandths, lexicon)),
    )
    whole = np.rint(table * UNIT).astype(np.int64)
    telling = np.flatnonzero(np.any(whole != 0, axis=1))
    rows = {features.names[column]: row for row, column in enumerate(telling.tolist())}
    return Weights(settings, rows, whole[telling])


def _thousandths(value: float) -> int:
    return round(float(value) * UNIT)
