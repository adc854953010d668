"""The stance scorer: which way a passage leans on AI, by what it says and how it says it.

A linear reading of word stems, pairs of stems and a hand-written lexicon, learned from labelled
segments (`scoring.core.training`). Three parts are learned: a direction d (in square roots of
points, so that a few extreme labels do not rule), a magnitude m (how far a passage leans at all,
in points) and a lens. With n words,

    d = b + (sum of direction weights) / sqrt(n),    score = stretch x d x max(m, 2) ^ 0.75.

It sees words only, lower-cased and without punctuation, so machine captions and edited text are
read alike. All weights are whole numbers: the same text gives the same score on every machine.
"""

from scoring.core.stance.scorer import StanceScorer

__all__ = ["StanceScorer"]
