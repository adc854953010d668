import math
from re import finditer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.clauses import clauses
from scoring.core.spectrum import Lens
from scoring.core.training.encoder.annotations import Annotation
from scoring.core.training.encoder.clause_targets import (
    OUTSIDE,
    as_captions,
    owners_of,
    targets_of,
)

TEXT = (
    "We trained the model on twelve thousand old cases. "
    "It will take control away from all of us, and nobody can stop it. "
    "The food at the conference was very good indeed. "
    "Some of these systems are helpful and safe."
)


def annotation(carrying: tuple[int, ...], opposing: tuple[int, ...] = ()) -> Annotation:
    return Annotation(-60.0, Lens.STRATEGIC, carrying, opposing)


def test_carrying_clauses_share_the_score_by_their_length() -> None:
    first, last = (part.last - part.first for part in (clauses(TEXT)[1], clauses(TEXT)[2]))

    targets = targets_of(TEXT, -60.0, annotation((1, 2)))

    assert targets[0] == targets[3] == 0.0
    assert targets[1] == pytest.approx(-60 * first / (first + last))
    assert math.fsum(targets) == pytest.approx(-60)


def test_a_clause_for_the_other_side_has_no_target() -> None:
    targets = targets_of(TEXT, -60.0, annotation((1,), (3,)))

    assert targets[1] == -60
    assert math.isnan(targets[3])


def test_every_clause_of_a_passage_without_a_stance_has_the_target_0() -> None:
    assert targets_of(TEXT, 2.0, None) == (0.0,) * len(clauses(TEXT))


def test_nothing_is_known_about_the_clauses_of_other_passages() -> None:
    assert targets_of(TEXT, -60.0, None) == ()
    assert targets_of(TEXT, -60.0, annotation(())) == ()
    assert targets_of("We will lose control.", -60.0, annotation((0,))) == ()


def test_each_token_belongs_to_the_clause_of_its_first_character() -> None:
    words = [match.span() for match in finditer(r"\S+", TEXT)]
    owners = owners_of(TEXT, [(0, 0), *words, (0, 0)])

    assert owners[0] == owners[-1] == OUTSIDE
    for number, part in enumerate(clauses(TEXT)):
        assert set(owners[1 + part.first : 1 + part.last]) == {number}


def test_captions_keep_the_clauses_of_the_text() -> None:
    captions = as_captions(TEXT)
    words = [match.span() for match in finditer(r"\S+", captions.text)]

    owners = owners_of(TEXT, words, captions.sources)

    assert captions.text.startswith("we trained the model on twelve thousand old cases it will")
    assert owners == owners_of(TEXT, [match.span() for match in finditer(r"\S+", TEXT)])


@given(st.text(max_size=80))
def test_captions_have_one_source_for_each_character(text: str) -> None:
    captions = as_captions(text)

    assert len(captions.sources) == len(captions.text)
    assert list(captions.sources) == sorted(captions.sources)
    assert captions.text == " ".join(captions.text.split(" ")).strip(" ")
    for char, source in zip(captions.text, captions.sources, strict=True):
        assert char == " " or char in text[source].lower()
