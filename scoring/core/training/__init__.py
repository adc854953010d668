"""Train the stance weights on labelled segments, using only numpy."""

from scoring.core.training.fit import Trained, train

__all__ = ["Trained", "train"]
