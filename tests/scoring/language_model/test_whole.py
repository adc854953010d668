"""Readings of whole conversations, over HTTP."""

from pathlib import Path

import pytest

from scoring.core.spectrum import Lens
from scoring.core.whole import EXCERPTS, MAX_TOKENS
from scoring.language_model.client import ANSWERS, EndpointFailed
from tests.scoring.language_model.endpoint import WHOLE, Model, make_scorer, wrong

TEXTS = ["One passage.", "Another passage."]


def test_a_conversation_is_read_with_the_conversation_codebook(
    url: str, model: Model, tmp_path: Path
) -> None:
    reading = make_scorer(url, tmp_path)[0].whole.read(TEXTS)

    assert (reading.position, reading.charge, reading.split) == (-57, 61, 12)
    assert (reading.lens, reading.claim) == (Lens.STRATEGIC, "AI is a danger to us.")
    assert reading.topics == ("deceptive alignment", "pauses")
    (request,) = model.requests
    assert "The codebook of conversations." in request["messages"][0]["content"]
    assert request["response_format"]["json_schema"]["schema"]["required"] == list(WHOLE)
    assert model.questions() == [{"of": 2, "excerpts": TEXTS}]


def test_excerpts_of_a_long_conversation_are_within_the_limit(
    url: str, model: Model, tmp_path: Path
) -> None:
    long = [f"{number} {'word ' * 220}" for number in range(160)]

    make_scorer(url, tmp_path)[0].whole.read(long)

    (question,) = model.questions()
    assert question["of"] == 160
    assert len(question["excerpts"]) == EXCERPTS
    assert sum(map(len, question["excerpts"])) <= 4 * MAX_TOKENS


def test_a_conversation_is_read_once(url: str, model: Model, tmp_path: Path) -> None:
    first = make_scorer(url, tmp_path)[0].whole
    assert first.cost_of(TEXTS).requests == 1
    reading = first.read(TEXTS)

    again = make_scorer(url, tmp_path)[0].whole
    assert again.cost_of(TEXTS).requests == 0
    assert again.read(TEXTS) == reading
    assert len(model.requests) == 1
    assert again.cost_of(TEXTS[:1]).requests == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("It leans to risk.", "cannot be parsed"),
        ("[]", "cannot be parsed"),
        ({**WHOLE, "whole": -101}, "whole -101 is not a number from -100 to 100"),
        ({**WHOLE, "whole": "-57"}, "whole '-57' is not a number"),
        ({**WHOLE, "charge": 130}, "charge 130 is not a number from 0 to 100"),
        ({**WHOLE, "split": True}, "split True is not a number"),
        ({**WHOLE, "split": float("nan")}, "split nan is not a number"),
        ({**WHOLE, "lens": "cosmic"}, "cosmic"),
        ({**WHOLE, "topics": []}, "is not a list of topics"),
        ({**WHOLE, "topics": [3]}, "topic '3' is not a string"),
        ({**WHOLE, "claim": " "}, "claim ' ' is not a string"),
        ({**WHOLE, "claim": "long " * 200}, "is not a string of at most 500"),
        ({"whole": 3}, "'charge'"),
    ],
)
def test_a_bad_answer_is_one_clear_error_after_a_few_attempts(
    url: str, model: Model, tmp_path: Path, answer: object, reason: str
) -> None:
    whole = make_scorer(url, tmp_path)[0].whole
    model.faults = [wrong(answer)] * ANSWERS

    with pytest.raises(EndpointFailed, match="no valid response in 3 attempts") as failed:
        whole.read(TEXTS)

    assert reason in str(failed.value)
    assert len(model.requests) == ANSWERS
    assert whole.cost_of(TEXTS).requests == 1
    model.faults = [wrong(answer)]
    assert whole.read(TEXTS).position == -57


def test_a_damaged_cache_file_is_replaced(url: str, model: Model, tmp_path: Path) -> None:
    whole = make_scorer(url, tmp_path)[0].whole
    whole.read(TEXTS)
    (file,) = tmp_path.glob("*/*.json")
    for damaged in ("{", "[]", '{"whole": 300}'):
        file.write_text(damaged)
        assert whole.read(TEXTS).position == -57

    assert len(model.requests) == 4
