import json
from pathlib import Path

import pytest

from scoring.core.evaluation.labels import BadLabels, read_labels
from scoring.core.spectrum import Lens

ROW = {"id": "1", "episode": "e", "show": "s", "plain": "Words.", "score": -20, "lens": "offtopic"}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def test_labels_are_read_in_order_with_their_lens(tmp_path: Path) -> None:
    one = write(tmp_path / "a.jsonl", ROW, "", {**ROW, "id": "2", "lens": "technical"})
    found = read_labels([one, write(tmp_path / "b.jsonl", {**ROW, "id": "3"})])

    assert [(label.id, label.lens) for label in found] == [
        ("1", Lens.OFF_TOPIC),
        ("2", Lens.TECHNICAL),
        ("3", Lens.OFF_TOPIC),
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "line 2"),
        ({**ROW, "score": 101}, "line 2: score 101 is not between"),
        ({**ROW, "score": "5"}, "line 2: score '5' is not a number"),
        ({**ROW, "score": True}, "line 2: score True is not a number"),
        ({**ROW, "lens": "cosmic"}, "line 2: 'cosmic'"),
        ({**ROW, "plain": " "}, "line 2: plain must be a non-empty string"),
        ({key: value for key, value in ROW.items() if key != "show"}, "line 2: 'show' is missing"),
        ("[]", "line 2"),
    ],
)
def test_an_invalid_line_is_reported(tmp_path: Path, bad: object, reason: str) -> None:
    with pytest.raises(BadLabels, match=reason):
        read_labels([write(tmp_path / "a.jsonl", ROW, bad)])


def test_no_file_and_no_labels_are_rejected(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match="No such file"):
        read_labels([tmp_path / "none.jsonl"])
    with pytest.raises(BadLabels, match="no labels"):
        read_labels([write(tmp_path / "empty.jsonl")])
