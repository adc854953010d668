from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.path import (
    DISTANCE,
    MAX_STEPS,
    Candidate,
    Link,
    Links,
    Step,
    sentence,
    why_none,
)
from scoring.core.path import choose_path as choose
from scoring.core.spectrum import Lens, whole


def linked(candidates: list[Candidate]) -> Links:
    """Return links between all candidates."""
    return {
        (one.key, other.key): Link(one.key, other.key, 0.5)
        for one in candidates
        for other in candidates
        if one != other
    }


def choose_path(candidates: list[Candidate], *, most: int = MAX_STEPS) -> list[Step]:
    return choose(candidates, linked(candidates), most=most)


@st.composite
def many(draw: st.DrawFn) -> list[Candidate]:
    places = st.floats(-100, 100) | st.floats(-1, 1)
    found = draw(st.lists(st.tuples(places, st.sampled_from(Lens)), max_size=25))
    return [Candidate(key, *rest) for key, rest in enumerate(found)]


def at(*positions: float) -> list[Candidate]:
    return [Candidate(key, position, Lens.TECHNICAL) for key, position in enumerate(positions)]


def positions(candidates: list[Candidate]) -> list[float]:
    return [step.candidate.position for step in choose_path(candidates)]


@given(many())
def test_each_step_answers_the_one_before_from_the_other_side(found: list[Candidate]) -> None:
    for before, step in pairwise(choose_path(found)):
        assert step.answers == before.candidate
        assert whole(step.candidate.position) * whole(before.candidate.position) < 0
        assert step.distance >= DISTANCE
        assert step.link == Link(before.candidate.key, step.candidate.key, 0.5)


@given(many())
def test_a_path_has_no_repeats_and_a_maximum_length(found: list[Candidate]) -> None:
    path = choose_path(found)
    keys = [step.candidate.key for step in path]

    assert len(set(keys)) == len(keys) <= MAX_STEPS
    assert len(keys) != 1
    assert [step.number for step in path] == list(range(1, len(keys) + 1))


@given(many())
def test_the_path_is_deterministic(found: list[Candidate]) -> None:
    assert choose_path(found) == choose_path(list(found))


@given(many())
def test_a_path_needs_two_conversations_that_answer_each_other(found: list[Candidate]) -> None:
    pairs = [
        (one, other)
        for one in found
        for other in found
        if whole(one.position) < 0 < whole(other.position)
        and whole(other.position) - whole(one.position) >= DISTANCE
    ]

    assert bool(choose_path(found)) is bool(pairs)
    if not pairs:
        assert why_none(found)


def test_a_step_needs_an_answering_passage() -> None:
    found = at(-40, 40, 50)

    assert choose(found, {}) == []
    assert "1 conversation on the risk-forward side and 2 on the" in why_none(found)
    (_, step) = choose(found, {(0, 2): Link(7, 8, 0.4, ("open-weights",))})
    assert step.candidate == found[2]
    assert step.link is not None
    assert step.link.subjects == ("open-weights",)


def test_steps_are_chosen_by_answer_then_lens_then_position() -> None:
    dark = Candidate(0, -40, Lens.TECHNICAL)
    near = Candidate(1, 40, Lens.SOCIETAL)
    lens = Candidate(2, 60, Lens.TECHNICAL)
    answer = Candidate(3, 90, Lens.ECONOMIC)

    def second(*others: Candidate) -> Candidate:
        links = {**linked([dark, *others]), (0, 3): Link(0, 3, 0.6)}
        return choose([dark, *others], links, most=2)[1].candidate

    assert second(near, lens, answer) == answer
    assert second(near, lens) == lens
    assert second(near, Candidate(4, 50, Lens.SOCIETAL)) == near


def test_the_path_starts_where_it_is_longest() -> None:
    assert positions(at(30, -40, -50)) == [-40, 30, -50]
    assert positions(at(-40, 30)) == [-40, 30]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ((), "no placed conversation matches"),
        ((5, 40), "no conversation here is on the risk-forward side"),
        ((-5, -40), "no conversation here is on the opportunity-forward side"),
        ((-0.4, 40), "no conversation here is on the risk-forward side"),
        ((0.4, -40), "no conversation here is on the opportunity-forward side"),
        ((-9, 9), "no two conversations on different sides are 20 points or more apart"),
    ],
)
def test_a_missing_path_has_a_reason(found: tuple[float, ...], reason: str) -> None:
    assert choose_path(at(*found)) == []
    assert reason in why_none(at(*found))


def test_the_distance_is_computed_from_displayed_positions() -> None:
    """-9.6 and +9.6 are 19.2 apart, but are shown as -10 and +10."""
    (_, step) = choose_path(at(-9.6, 9.6))

    assert step.distance == 20


def test_sentences_are_made_from_numbers_and_subjects() -> None:
    (first, second) = choose_path(at(-31, 22.4))

    assert sentence(first) == "Starts the path at −31, with the technical lens."
    assert sentence(second, ["AI and jobs", "open weights"]) == (
        "Answers step 1 on AI and jobs and open weights from the other side, 53 points away "
        "(+22 against −31)."
    )
    assert sentence(second) == (
        "Answers step 1 from the other side, 53 points away (+22 against −31)."
    )
