import pytest

from scoring.core.position import Ingredients, StanceKind
from scoring.core.position_sentences import (
    charge_sentence,
    ingredients_sentence,
    kind_sentence,
    not_placed_sentence,
    place_of,
)


@pytest.mark.parametrize(
    ("made_of", "sentence"),
    [
        (
            Ingredients(160, 45, 0, -42.3),
            "45 of 160 passages lean to risk, none to opportunity; "
            "where it takes a side it averages −42.",
        ),
        (
            Ingredients(160, 1, 2, 7.2),
            "1 of 160 passages leans to risk, 2 to opportunity; "
            "where it takes a side it averages +7.",
        ),
        (
            Ingredients(9, 0, 4, 31.0),
            "None of 9 passages leans to risk, 4 to opportunity; "
            "where it takes a side it averages +31.",
        ),
        (Ingredients(40, 0, 0, None), "None of 40 passages leans to a side."),
        (Ingredients(1, 0, 0, None), "None of 1 passage leans to a side."),
    ],
)
def test_ingredients_are_said_in_a_sentence(made_of: Ingredients, sentence: str) -> None:
    assert ingredients_sentence(made_of) == sentence


def test_charge_is_a_whole_percentage() -> None:
    assert charge_sentence(28.125) == "Charge: 28 % of the passages take a side."


def test_only_a_mixed_conversation_has_a_kind_to_name() -> None:
    assert kind_sentence(StanceKind.TAKES_LITTLE_SIDE) == "Mixed because it takes little side."
    assert kind_sentence("argues-both-sides") == "Mixed because it argues both sides."
    assert kind_sentence(StanceKind.ONE_SIDED) == kind_sentence("") == ""


@pytest.mark.parametrize(
    ("passages", "of", "sentence"),
    [
        (3, 41, "Not placed: 3 of 41 passages are about AI."),
        (1, 41, "Not placed: 1 of 41 passages is about AI."),
        (0, 41, "Not placed: none of 41 passages is about AI."),
        (0, 0, "Not placed: every segment is advertising."),
    ],
)
def test_a_page_says_why_it_is_not_placed(passages: int, of: int, sentence: str) -> None:
    assert not_placed_sentence(passages, of) == sentence


def test_a_place_is_a_position_and_a_band_or_none() -> None:
    assert place_of(-21.4, "risk-forward") == "−21, risk-forward"
    assert place_of(None, "") == "not placed"
