import math

import pytest

from scoring.core.subjects.weights import SubjectCount, named_subjects, subject_vector


def library() -> SubjectCount:
    count = SubjectCount()
    count.add([["chatgpt"]] * 300 + [["open-weights"]] * 20 + [["deceptive-alignment"]] * 5)
    count.add([[]] * 675)
    return count


def test_the_rarer_of_equally_frequent_subjects_weighs_more() -> None:
    talk = [["chatgpt", "open-weights"]] * 10

    weights = subject_vector(talk, library())

    assert weights["open-weights"] > weights["chatgpt"] > 0
    assert math.fsum(weight * weight for weight in weights.values()) == pytest.approx(1, abs=0.001)


def test_a_subject_of_average_frequency_has_no_weight() -> None:
    talk = [["chatgpt"]] + [["open-weights"]] * 9

    assert subject_vector(talk, library()).keys() == {"open-weights"}


def test_more_passages_weigh_more_and_a_single_mention_is_not_named() -> None:
    talk = [["open-weights", "open-weights"]] * 8 + [["deceptive-alignment"]] + [[]] * 11

    weights = subject_vector(talk, library())

    assert weights["open-weights"] > weights["deceptive-alignment"] > 0
    assert named_subjects(talk, weights) == ["open-weights"]
    assert named_subjects(talk, weights, most=0) == []


def test_a_subject_new_to_the_library_has_a_weight() -> None:
    assert subject_vector([["new-subject"]] * 3, library()) == {"new-subject": 1.0}


def test_an_empty_text_has_no_subjects() -> None:
    assert subject_vector([], SubjectCount()) == {}
    assert subject_vector([[], []], SubjectCount()) == {}
