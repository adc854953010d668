import pytest

from scoring.core.clauses import clauses
from scoring.core.evaluation.conversations import Conversation, Turn
from scoring.core.slicing import slice_cues
from scoring.core.spectrum import Lens
from scoring.core.training.encoder.annotations import (
    Annotation,
    annotated_passages,
    built_in_annotations,
    hash_of,
    read_annotations,
)

LINE = "0123456789abcdef\t-42\tstrategic\t0,3\t5"


def test_each_line_is_parsed_as_hash_score_lens_and_clauses() -> None:
    assert read_annotations(f"{LINE}\nfedcba9876543210\t0\toff-topic\t\t\n") == {
        "0123456789abcdef": Annotation(-42.0, Lens.STRATEGIC, (0, 3), (5,)),
        "fedcba9876543210": Annotation(0.0, Lens.OFF_TOPIC),
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("0123456789abcdef\t-42\tstrategic", "not enough values"),
        (LINE.replace("-42", "101"), "101 is not between"),
        (LINE.replace("-42", "nan"), "nan is not between"),
        (LINE.replace("strategic", "cosmic"), "cosmic"),
        (LINE.replace("0,3", "0,x"), "x"),
    ],
)
def test_an_invalid_line_is_reported(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"line 2 of the annotations.*{reason}"):
        read_annotations(f"{LINE}\n{line}\n")


def test_passages_of_conversations_are_found_by_their_text() -> None:
    turns = tuple(Turn(f"Sentence number {number} about models. " * 40) for number in range(3))
    conversation = Conversation("talk", "Show", turns, 30.0, 50.0, Lens.TECHNICAL)
    first, second, *_ = (piece.text for piece in slice_cues(turns))
    annotations = {
        hash_of(second): Annotation(25.0, Lens.ECONOMIC, (0,)),
        hash_of("never said"): Annotation(-80.0, Lens.STRATEGIC),
    }

    (label,) = annotated_passages([conversation], annotations)

    assert label.plain == second != first
    assert (label.score, label.lens, label.show) == (25.0, Lens.ECONOMIC, "Show")


def test_the_annotations_of_the_package_name_clauses_of_leaning_passages() -> None:
    annotations = built_in_annotations().values()

    assert len(annotations) > 10_000
    leaning = [each for each in annotations if each.carrying]
    assert len(leaning) > 3_500
    assert min(abs(each.score) for each in leaning) >= 12
    assert all(not set(each.carrying) & set(each.opposing) for each in annotations)


def test_hashes_do_not_depend_on_the_machine() -> None:
    assert hash_of("we don’t know") == "c1e7f72880ea02f9"
    assert len(clauses("we don’t know")) == 1
