"""Sentences that say what a position is made of, or why a conversation has none."""

from scoring.core.position import Ingredients, StanceKind
from scoring.core.sentences import signed
from scoring.core.spectrum import whole

ADVERTISING, NOT_ABOUT_AI = "advertising", "not about AI"
"""Why a segment is in no figure."""
KINDS = {
    StanceKind.TAKES_LITTLE_SIDE: "Mixed because it takes little side.",
    StanceKind.ARGUES_BOTH_SIDES: "Mixed because it argues both sides.",
    StanceKind.ONE_SIDED: "",
}


def ingredients_sentence(made_of: Ingredients) -> str:
    """Return how many passages lean to each side, and how far on average.

    `45 of 160 passages lean to risk, none to opportunity; where it takes a side it averages −42.`
    """
    leaning = f"{_of(made_of.risk, made_of.passages)} to risk, {made_of.opportunity or 'none'} to"
    if made_of.leaning is None:
        return f"None of {_passages(made_of.passages)} leans to a side."
    return f"{leaning} opportunity; where it takes a side it averages {signed(made_of.leaning)}."


def charge_sentence(charge: float) -> str:
    """Return how much of a conversation takes a side, of so many percent."""
    return f"Charge: {whole(charge)} % of the passages take a side."


def kind_sentence(kind: StanceKind | str) -> str:
    """Return which kind of mixed a conversation is; `` for a one-sided one or none known."""
    return KINDS[StanceKind(kind)] if kind else ""


def place_of(position: float | None, band: str) -> str:
    """Return position and band, `−21, risk-forward`, or that there is none."""
    return "not placed" if position is None else f"{signed(position)}, {band}"


def not_placed_sentence(passages: int, of: int) -> str:
    """Return why a conversation is not placed: `passages` of so many are about AI."""
    if not of:
        return "Not placed: every segment is advertising."
    if not passages:
        return f"Not placed: none of {_passages(of)} is about AI."
    return f"Not placed: {passages} of {_passages(of)} {'is' if passages == 1 else 'are'} about AI."


def _of(number: int, total: int) -> str:
    verb = "leans" if number == 1 else "lean"
    return f"{number or 'None'} of {_passages(total)} {verb if number else 'leans'}"


def _passages(number: int) -> str:
    return "1 passage" if number == 1 else f"{number} passages"
