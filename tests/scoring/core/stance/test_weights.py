import re

import numpy as np
import pytest

from scoring.core.stance import StanceScorer
from scoring.core.stance.weights import Weights, read_built_in
from scoring.core.version_hash import version_hash
from tests.paths import ROOT

FILE = ROOT / "scoring" / "core" / "stance" / "weights.tsv"


def test_written_weights_are_read_back() -> None:
    source = FILE.read_text()

    assert Weights.parse(source).write() == source


def test_the_file_is_small_and_holds_numbers_and_stems_only() -> None:
    assert FILE.stat().st_size <= 2_000_000
    line = re.compile(r"(= [a-z]+|!?[a-z0-9]{1,6}( [a-z0-9]{1,6})?)(\t-?\d+)+")
    assert all(line.fullmatch(row) for row in FILE.read_text().splitlines())


def test_an_invalid_line_is_reported() -> None:
    good = FILE.read_text().splitlines()

    with pytest.raises(ValueError, match="line 7 of the weights"):
        Weights.parse("\n".join([*good[:6], "danger\t1"]))


def test_a_version_is_a_hash_of_weights_and_lexicon() -> None:
    assert StanceScorer().version == read_built_in()[1]
    assert len({version_hash("a", "b"), version_hash("b", "a"), version_hash("a", "c")}) == 3


def test_weights_without_features_still_score() -> None:
    settings = read_built_in()[0].settings
    scorer = StanceScorer(Weights(settings, {}, np.zeros((0, 9), dtype=np.int64)))

    assert scorer.score(["a danger", ""])[0].score < 0
