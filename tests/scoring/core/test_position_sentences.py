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
    ("ingredients", "sentence"),
    [
        (
            Ingredients(160, 45, 0, -42.3),
            "Of 160 passages, 45 are risk-forward and none are opportunity-forward (average −42).",
        ),
        (
            Ingredients(160, 1, 2, 7.2),
            "Of 160 passages, 1 is risk-forward and 2 are opportunity-forward (average +7).",
        ),
        (
            Ingredients(9, 0, 4, 31.0),
            "Of 9 passages, none are risk-forward and 4 are opportunity-forward (average +31).",
        ),
        (Ingredients(40, 0, 0, None), "None of 40 passages takes a side."),
        (Ingredients(1, 0, 0, None), "None of 1 passage takes a side."),
    ],
)
def test_ingredients_are_described_in_a_sentence(ingredients: Ingredients, sentence: str) -> None:
    assert ingredients_sentence(ingredients) == sentence


def test_charge_is_a_whole_percentage() -> None:
    assert charge_sentence(28.125) == "Charge: 28 % of the passages take a side."


def test_only_a_mixed_conversation_has_a_kind_to_name() -> None:
    assert kind_sentence(StanceKind.TAKES_LITTLE_SIDE) == "Mixed because it rarely takes a side."
    assert kind_sentence("argues-both-sides") == "Mixed because it argues both sides."
    assert kind_sentence(StanceKind.ONE_SIDED) == kind_sentence("") == ""


@pytest.mark.parametrize(
    ("passages", "of", "sentence"),
    [
        (3, 41, "Not placed: only 3 of 41 passages are about AI."),
        (1, 41, "Not placed: only 1 of 41 passages is about AI."),
        (0, 41, "Not placed: none of 41 passages is about AI."),
        (0, 0, "Not placed: every segment is advertising."),
    ],
)
def test_a_missing_position_is_explained(passages: int, of: int, sentence: str) -> None:
    assert not_placed_sentence(passages, of) == sentence


def test_a_place_is_described_by_position_and_band_or_not_placed() -> None:
    assert place_of(-21.4, "risk-forward") == "−21, risk-forward"
    assert place_of(None, "") == "not placed"
