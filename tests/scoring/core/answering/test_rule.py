from dataclasses import replace

import pytest

from scoring.core.answering.rule import (
    MAX_ANSWERED,
    MAX_ANSWERS,
    Answer,
    Passage,
    answer,
    answers,
    assign,
    passage_subjects,
)
from scoring.core.subjects.weights import SubjectCount

QUESTION = Passage(1, 1, -40, {"weight": 0.6, "china": 0.8}, {"open-weights": 1.0}, 2, 7.0)
ANSWER = Passage(2, 2, 35, {"weight": 0.6, "linux": 0.8}, {"open-weights": 1.0}, 2, 7.0)


def test_the_same_subject_from_the_other_side_is_an_answer() -> None:
    found = answer(QUESTION, ANSWER)

    assert found is not None
    assert found.subjects == ("open-weights",)
    assert found.nearness == 0.8


@pytest.mark.parametrize(
    "change",
    [
        {"score": -35},
        {"score": 9},
        {"episode": 1},
        {"says_ai": 1},
        {"claim": 3.9},
        {"subjects": {"ai-tutors-and-education": 1.0}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_passage_that_misses_a_condition_is_not_an_answer(change) -> None:
    assert answer(QUESTION, replace(ANSWER, **change)) is None


@pytest.mark.parametrize("change", [{"score": -9.0}, {"says_ai": 0}, {"claim": 2.0}])
def test_a_passage_without_a_claim_about_ai_gets_no_answers(change) -> None:
    question = replace(QUESTION, **change)

    assert not question.asks
    assert answers(question, [ANSWER]) == []


def test_a_hardly_shared_subject_is_not_the_same_point() -> None:
    far = replace(ANSWER, terms={"linux": 1.0}, subjects={"open-weights": 0.1, "robotics": 0.99})

    assert answer(QUESTION, far) is None


def test_answers_are_nearest_first_and_one_for_each_conversation() -> None:
    nearer = replace(ANSWER, key=3, terms=QUESTION.terms)
    elsewhere = replace(ANSWER, key=4, episode=3, terms={})

    found = answers(QUESTION, [ANSWER, elsewhere, nearer])

    assert [one.passage.key for one in found] == [3, 4]
    assert found == answers(QUESTION, [nearer, ANSWER, elsewhere])


def test_answers_are_limited_for_each_question_and_each_passage() -> None:
    strong = Answer(replace(ANSWER, key=100), 0.9, ("open-weights",))
    others = [Answer(replace(ANSWER, key=200 + n), 0.5, ("open-weights",)) for n in range(4)]
    found = {question: [strong, *others] for question in range(MAX_ANSWERED + 2)}

    given = assign(found)

    times = [one.passage.key for ones in given.values() for one in ones]
    assert times.count(100) == MAX_ANSWERED
    assert max(times.count(key) for key in set(times)) <= MAX_ANSWERED
    assert all(len(ones) <= MAX_ANSWERS for ones in given.values())
    assert given[0][0] == strong


def test_a_question_whose_answers_are_used_up_is_left_out() -> None:
    strong = Answer(ANSWER, 0.9, ("open-weights",))

    given = assign({question: [strong] for question in range(MAX_ANSWERED + 1)})

    assert sorted(given) == list(range(MAX_ANSWERED))


def test_the_rarer_subject_weighs_more_in_a_passage() -> None:
    count = SubjectCount()
    count.add([["chatgpt"]] * 30 + [["open-weights"]] + [[]] * 69)

    weights = passage_subjects({"chatgpt": 2, "open-weights": 1}, count)

    assert weights["open-weights"] > weights["chatgpt"] > 0
    assert passage_subjects({}, count) == {}
