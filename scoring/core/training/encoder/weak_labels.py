"""Weak labels: estimated scores of unlabelled passages from annotated conversations.

In a conversation with the annotated position +67, a passage that sounds alarming is more likely to
be a rebuttal than a warning. A linear regression on the labelled passages predicts the label from
the linear model's score (from a fit without the passage's show) and the conversation's position. On
the labelled passages, the regression raises the correlation with the label from 0.60 to 0.74
(docs/scoring.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.core.evaluation.conversations import Conversation
from scoring.core.evaluation.labels import Label
from scoring.core.scorers import Scorer
from scoring.core.slicing import slice_cues
from scoring.core.stance.weights import Floats

STRETCH = 1.15
"""Factor that corrects the regression's bias towards 0; results are limited to ±`MAX_LABEL`."""
MAX_LABEL = 95.0
PER_CONVERSATION = 14
PLAIN = 6.0
"""Sampling weight, in points, of a passage that takes no side and is probably scored correctly."""
SEED = 1


@dataclass(frozen=True, slots=True)
class WeakLabel:
    """A passage and its estimated score in points."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Passages:
    """The passages of a conversation, with their scores from the linear model."""

    texts: list[str]
    scores: Floats


def weak_labels(
    conversations: Sequence[Conversation],
    labels: Sequence[Label],
    unseen: Sequence[float],
    linear: Scorer,
) -> list[WeakLabel]:
    """Return weak labels for a sample of each conversation's passages.

    `unseen` contains the linear model's score of each label, from a fit without the label's show.
    Passages that take a side or that `linear` probably misjudges are sampled more often.
    """
    passages = {each.episode: _passages(each, linear) for each in conversations}
    by_episode = {each.episode: each for each in conversations}
    labelled = [
        (label, score)
        for label, score in zip(labels, unseen, strict=True)
        if label.episode in by_episode
    ]
    rows = [
        _features(np.array([score]), by_episode[label.episode], passages[label.episode])
        for label, score in labelled
    ]
    truth = np.array([label.score for label, _ in labelled])
    weights = np.linalg.lstsq(np.vstack(rows), truth, rcond=None)[0]
    random = np.random.default_rng(SEED)
    chosen: list[WeakLabel] = []
    for each in conversations:
        own = passages[each.episode]
        if not own.texts:
            continue
        likely = _features(own.scores, each, own) @ weights
        odds = np.abs(likely) + 0.7 * np.abs(likely - own.scores) + PLAIN
        count = min(PER_CONVERSATION, len(own.texts))
        for index in random.choice(len(likely), count, replace=False, p=odds / odds.sum()):
            score = float(np.clip(STRETCH * likely[index], -MAX_LABEL, MAX_LABEL))
            chosen.append(WeakLabel(own.texts[index], score))
    return chosen


def _passages(conversation: Conversation, linear: Scorer) -> _Passages:
    texts = [piece.text for piece in slice_cues(conversation.turns)]
    return _Passages(texts, np.array([judgement.score for judgement in linear.score(texts)]))


def _features(scores: Floats, conversation: Conversation, passages: _Passages) -> Floats:
    """Return the inputs of the regression, with one row per score.

    The columns combine the score with the conversation's position, charge and mean score.
    """
    whole = np.full(len(scores), conversation.whole)
    mean = np.full(len(scores), passages.scores.mean() if len(passages.scores) else 0.0)
    products = (np.abs(scores) * whole / 50, scores * np.abs(whole) / 50)
    charged = whole * conversation.charge / 60
    return np.column_stack([scores, whole, *products, np.ones(len(scores)), charged, mean])
