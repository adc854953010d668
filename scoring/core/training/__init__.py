"""Learning the stance weights from labelled segments; needs nothing beyond numpy."""

from scoring.core.training.fit import Trained, train

__all__ = ["Trained", "train"]
