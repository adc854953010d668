"""Sentences that explain a position, or why a conversation has none."""

from scoring.core.position import Ingredients, StanceKind
from scoring.core.sentences import signed
from scoring.core.spectrum import Band, band_of, whole

ADVERTISING, NOT_ABOUT_AI = "advertising", "not about AI"
"""Reasons why a segment is left out of all scores."""
NOT_ITS_SUBJECT = "Not placed: the conversation is not about AI."
LEANS = {
    Band.RISK: "leans risk",
    Band.MIXED: "mixed",
    Band.OPPORTUNITY: "leans opportunity",
}
KINDS = {
    StanceKind.TAKES_LITTLE_SIDE: "Mixed because it rarely takes a side.",
    StanceKind.ARGUES_BOTH_SIDES: "Mixed because it argues both sides.",
    StanceKind.ONE_SIDED: "",
}


def lean_of(position: float) -> str:
    """Return a position as text, such as `leans risk, −36` or `mixed, +3`."""
    return f"{LEANS[band_of(position)]}, {signed(position)}"


def ingredients_sentence(ingredients: Ingredients) -> str:
    """Return a sentence with the number of passages on each side and their average score.

    Example: `Of 160 passages, 45 are risk-forward and none are opportunity-forward (average −42).`
    """
    if ingredients.leaning is None:
        return f"None of {_passages(ingredients.passages)} takes a side."
    return (
        f"Of {_passages(ingredients.passages)}, {_are(ingredients.risk)} risk-forward and "
        f"{_are(ingredients.opportunity)} opportunity-forward "
        f"(average {signed(ingredients.leaning)})."
    )


def leaning_sentence(ingredients: Ingredients) -> str:
    """Return a short sentence with the number of passages that lean to each side.

    Example: `45 of 160 passages lean to risk, none to opportunity.`
    """
    of = f"of {_passages(ingredients.passages)}"
    if not ingredients.risk and not ingredients.opportunity:
        return f"None {of} leans to a side."
    if not ingredients.risk:
        lean = _lean(ingredients.opportunity)
        return f"{ingredients.opportunity} {of} {lean} to opportunity, none to risk."
    lean, others = _lean(ingredients.risk), ingredients.opportunity or "none"
    return f"{ingredients.risk} {of} {lean} to risk, {others} to opportunity."


def charge_sentence(charge: float) -> str:
    """Return a sentence with the share of passages that take a side; `charge` is in percent."""
    return f"Charge: {whole(charge)} % of the passages take a side."


def kind_sentence(kind: StanceKind | str) -> str:
    """Return the reason why a conversation is mixed, or '' if its kind is one-sided or unknown."""
    return KINDS[StanceKind(kind)] if kind else ""


def whole_sentence(passages: int) -> str:
    """Return a note saying that a language model read the whole conversation."""
    return f"A language model read the conversation ({_passages(passages)}); no interval is known."


def place_of(position: float | None, band: str) -> str:
    """Return a position and its band, such as `−21, risk-forward`, or `not placed` for None."""
    return "not placed" if position is None else f"{signed(position)}, {band}"


def not_placed_sentence(passages: int, of: int) -> str:
    """Return a sentence that explains why a conversation has no position.

    `passages` is the number of passages about AI, and `of` is the number that are not adverts.
    """
    if not of:
        return "Not placed: every segment is advertising."
    if not passages:
        return f"Not placed: none of {_passages(of)} is about AI."
    verb = "is" if passages == 1 else "are"
    return f"Not placed: only {passages} of {_passages(of)} {verb} about AI."


def _are(number: int) -> str:
    return f"{number or 'none'} {'is' if number == 1 else 'are'}"


def _lean(number: int) -> str:
    return "leans" if number == 1 else "lean"


def _passages(number: int) -> str:
    return "1 passage" if number == 1 else f"{number} passages"
