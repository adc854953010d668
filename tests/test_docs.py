"""What the documents state is what the code does."""

from scoring.core import position
from scoring.core.evaluation.card import figures_block
from scoring.core.in_context import InContextScorer
from scoring.core.registry import SCORERS
from scoring.core.stance import StanceScorer
from scoring.selectors import published_figures
from tests.paths import ROOT


def test_the_committed_figures_are_those_of_the_weights_in_use() -> None:
    assert published_figures.evaluation()["scorer"]["version"] == StanceScorer().version
    together = SCORERS.get(InContextScorer.name)
    assert (
        published_figures.evaluation("stance-in-context")["scorer"]["version"] == together.version
    )


def test_the_model_card_holds_the_committed_figures() -> None:
    card = (ROOT / "docs" / "scoring.md").read_text()

    assert (
        figures_block(
            published_figures.evaluation(),
            published_figures.training(),
            published_figures.evaluation("stance-in-context"),
        )
        in card
    )


def test_the_scorer_keeps_what_was_measured() -> None:
    """A scorer that is worse than the one before fails here, and says by how much."""
    unseen = published_figures.training()
    assert unseen["segment"]["pearson"] >= 0.62
    assert unseen["bands"]["macro_f1"] >= 0.60
    assert unseen["episode"]["pearson"] >= 0.80
    assert 0.85 <= unseen["interval_coverage"] <= 0.95
    errors = {level: found["mae"] for level, found in unseen["confidence"].items()}
    assert errors["high"] < errors["medium"] < errors["low"]
    ours, peers = published_figures.evaluation()["scorer"], published_figures.evaluation()["peers"]
    for peer in peers.values():
        assert ours["segment"]["pearson"] > peer["segment"]["pearson"]
        assert ours["bands"]["macro_f1"] > peer["bands"]["macro_f1"]
        assert ours["episode"]["pearson"] > peer["episode"]["pearson"]


def test_reading_in_context_is_worth_its_place() -> None:
    for alone, together in (
        (published_figures.training(), published_figures.training("stance-in-context")),
        (
            published_figures.evaluation()["scorer"],
            published_figures.evaluation("stance-in-context")["scorer"],
        ),
    ):
        assert together["segment"]["pearson"] > alone["segment"]["pearson"] + 0.03
        assert together["bands"]["macro_f1"] > alone["bands"]["macro_f1"] + 0.01


def test_the_card_states_the_limits_of_confidence() -> None:
    card = (ROOT / "docs" / "scoring.md").read_text()

    for line in (
        f"| segments scored | {position.HIGH_SEGMENTS} or more "
        f"| fewer than {position.LOW_SEGMENTS} |",
        f"| standard error of their mean | {position.HIGH_ERROR} points or less "
        f"| more than {position.LOW_ERROR} points |",
        f"| segments in which a phrase is named | {position.HIGH_EVIDENCE:.0%} or more "
        f"| fewer than {position.LOW_EVIDENCE:.0%} |".replace("%", " %"),
    ):
        assert line in card
