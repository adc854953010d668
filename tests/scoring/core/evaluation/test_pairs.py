import json
from pathlib import Path

import pytest

from scoring.core.evaluation.labels import Label, read_labels
from scoring.core.evaluation.pairs import pairs_of
from scoring.core.spectrum import Lens


def label(number: int, pair: str, device: str, score: float) -> Label:
    return Label(f"w-{number}", "e", "s", "words", score, Lens.TECHNICAL, pair, device)


LABELS = [
    label(1, "1", "a", 40),
    label(2, "1", "a", -40),
    label(3, "2", "b", -30),
    label(4, "2", "b", 30),
    label(5, "0", "zero", 0),
    label(6, "0", "zero", 4),
    label(7, "0", "zero", 50),
]


def test_pairs_are_counted_by_order_sign_and_device() -> None:
    found = pairs_of(LABELS, [10, 5, 20, -20, 30, 0, 90])

    assert found == {
        "ordered": 1,
        "of": 2,
        "signs": 0.25,
        "by_device": {"a": {"ordered": 1, "of": 1}, "b": {"ordered": 0, "of": 1}},
        "zeros_outside_mixed": 0.5,
    }


def test_equal_scores_do_not_count_as_ordered() -> None:
    found = pairs_of(LABELS[:2], [0, 0])

    assert found is not None
    assert (found["ordered"], found["of"], found["zeros_outside_mixed"]) == (0, 1, None)


def test_segment_labels_are_not_pairs() -> None:
    assert pairs_of([label(1, "", "", 3)], [1]) is None


def test_a_pair_needs_no_episode_and_pairs_are_separated_by_writer(
    tmp_path: Path,
) -> None:
    file = tmp_path / "pairs.jsonl"
    row = {"pair": 1, "device": "a", "plain": "words", "lens": "technical"}
    rows = [
        {"id": f"{writer}-{n}", "score": score, **row}
        for writer in ("w1", "w2")
        for n, score in ((1, 40), (2, -40))
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    read = read_labels([file])

    assert [one.episode for one in read] == ["w1-1", "w1-2", "w2-1", "w2-2"]
    found = pairs_of(read, [1, 0, 0, 1])
    assert found is not None
    assert (found["ordered"], found["of"]) == (1, 2)


def test_a_line_without_a_device_still_needs_its_episode(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    row = {"id": "x", "plain": "w", "lens": "technical", "score": 1, "device": ""}
    file.write_text(json.dumps(row))

    with pytest.raises(ValueError, match="'episode' is missing"):
        read_labels([file])
