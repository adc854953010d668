import math
from pathlib import Path

import pytest

from scoring.core.encoder import Encoder
from scoring.core.encoder.model import FOLDER, MODEL, TOKENIZER, WINDOW
from scoring.core.spectrum import Lens
from tests.make import BRIGHT, DARK, PLAIN

ENCODER = Encoder()


def test_a_warning_and_a_hope_get_opposite_scores() -> None:
    assert ENCODER.read(DARK).score < 0 < ENCODER.read(BRIGHT).score


def test_lenses_are_probabilities() -> None:
    lenses = ENCODER.read(PLAIN).lenses

    assert set(lenses) == set(Lens)
    assert math.fsum(lenses.values()) == pytest.approx(1)


@pytest.mark.parametrize("text", [DARK, " ".join([DARK, PLAIN, BRIGHT] * 40)])
def test_shares_lie_in_the_text_and_nearly_add_up_to_the_score(text: str) -> None:
    reading = ENCODER.read(text)

    assert all(0 <= share.start < share.end <= len(text) for share in reading.shares)
    # What is left is that of the marks at both ends of each window.
    rest = reading.score - math.fsum(share.points for share in reading.shares)
    assert abs(rest) < 15


def test_a_text_of_several_windows_has_a_share_for_each_word() -> None:
    text = " ".join([PLAIN] * 60)
    reading = ENCODER.read(text)

    assert len(reading.shares) > 2 * WINDOW
    assert reading.shares[-1].end == len(text)
    assert [share.start for share in reading.shares] == sorted(s.start for s in reading.shares)


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_text_without_words_is_neutral_and_off_topic(text: str) -> None:
    reading = ENCODER.read(text)

    assert (reading.score, reading.shares) == (0.0, ())
    assert max(reading.lenses, key=lambda lens: reading.lenses[lens]) is Lens.OFF_TOPIC


def test_the_version_changes_with_the_files(tmp_path: Path) -> None:
    (tmp_path / TOKENIZER).write_bytes((FOLDER / TOKENIZER).read_bytes())
    (tmp_path / MODEL).write_bytes(b"another")

    assert Encoder(tmp_path).version != ENCODER.version == Encoder().version
