"""The stance scorer: a linear model of the direction and strength of a passage's view of AI.

Its features are word stems, pairs of stems and the phrases of a hand-written lexicon. Its weights
are learned from labelled segments (`scoring.core.training`). The model has three outputs: direction
d (in square roots of points, so that a few extreme labels do not dominate), magnitude m (how far a
passage leans to either side, in points) and lens. For a passage of n words,

    d = b + (sum of direction weights) / sqrt(n)
    score = stretch x d x max(m, 2) ^ 0.75

where b is a constant. The model ignores case and punctuation, so machine captions and edited text
are treated alike. All weights are whole numbers, so a text has the same score on every machine.
"""

from scoring.core.stance.scorer import StanceScorer

__all__ = ["StanceScorer"]
