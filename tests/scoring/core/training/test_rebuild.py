"""Training with the labels gives the committed weights, byte for byte."""

import pytest

from scoring.core.evaluation.labels import read_labels
from scoring.core.training import train
from tests.paths import REAL, ROOT

LABELS = REAL.parent / "labels" / "train.jsonl"
WEIGHTS = ROOT / "scoring" / "core" / "stance" / "weights.tsv"


@pytest.mark.skipif(not LABELS.exists(), reason="the labels are not in the repository")
def test_the_labels_give_the_committed_weights() -> None:
    assert train(read_labels([LABELS])).weights.write() == WEIGHTS.read_text("utf-8")
