import pytest

from scoring.core import position
from scoring.core.evaluation.card import (
    BEGIN,
    END,
    Measured,
    constants_block,
    figures_block,
    replace_block,
)
from scoring.core.evaluation.conversations import Conversation, Turn
from scoring.core.evaluation.labels import Label
from scoring.core.evaluation.positions import evaluate_positions, place_conversation
from scoring.core.evaluation.report import evaluate
from scoring.core.keywords import KeywordScorer
from scoring.core.spectrum import Lens
from scoring.selectors import published_figures
from tests.scoring.core.training.test_fit import make_labels

DARK, BRIGHT = "It ends in human extinction and catastrophe. ", "It cures diseases: abundance. "


def make_measured() -> Measured:
    scorer = KeywordScorer()
    conversations = [
        Conversation(f"talk-{whole}", "A show", (Turn(text * 60),), whole, 50, Lens.STRATEGIC)
        for text, whole in ((DARK, -60), (BRIGHT, 55))
    ]
    positions = evaluate_positions([place_conversation(c, scorer) for c in conversations], scorer)
    members = [
        Label(text, text, text, text, score, Lens.STRATEGIC, pair="one", device="rebuttal")
        for text, score in ((DARK, -60), (BRIGHT, 60))
    ]
    evaluation = {"scorer": evaluate(make_labels(60), scorer), "peers": {}}
    pairs = {"scorer": evaluate(members, scorer), "peers": {}}
    return Measured([evaluation], published_figures.training(), {"dev": positions}, [pairs])


def test_the_figures_match_the_files() -> None:
    measured = make_measured()
    block = figures_block(measured)

    version = KeywordScorer().version
    assert f"Measured: `keywords`, version `{version}`." in block
    assert "|  | dev, `keywords` |" in block
    assert "| Conversations, placed | 2, 2 |" in block
    assert "| Sign errors | 0 of 2 (0 %) |" in block
    assert f"| Mean absolute error | {measured.positions['dev']['mae']:.1f} |" in block
    assert "| Pairs ordered correctly | 1 of 1 (100 %) |" in block
    assert "| Ordered correctly, device rebuttal | 1 of 1 (100 %) |" in block
    assert "| Neutral passages outside the mixed band | none |" in block


def test_missing_results_have_no_section() -> None:
    measured = make_measured()
    block = figures_block(Measured(measured.evaluations, measured.training))

    assert "**Held-out labels**" in block
    assert "**Positions of whole conversations**" not in block
    assert "**Stance pairs**" not in block


def test_only_the_block_between_its_markers_is_replaced() -> None:
    document = f"before\n{BEGIN}\nold\n{END}\nafter"

    assert replace_block(document, f"{BEGIN}\nnew\n{END}") == document.replace("old", "new")
    with pytest.raises(ValueError, match="no block between"):
        replace_block(document, constants_block())


def test_constants_are_shown_with_the_values_of_the_code() -> None:
    assert f"| `scoring.core.position.STRETCH` | {position.STRETCH:g} |" in constants_block()
