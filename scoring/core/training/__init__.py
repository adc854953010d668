"""Train the stance weights from labelled segments; needs only numpy."""

from scoring.core.training.fit import Trained, train

__all__ = ["Trained", "train"]
