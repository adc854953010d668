"""What the documents state is what the code does."""

import re

from django.conf import settings

from scoring.core.evaluation.card import CONSTANTS, constants_block, figures_block
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


def test_the_model_card_holds_the_committed_figures_and_the_constants_of_the_code() -> None:
    card = (ROOT / "docs" / "scoring.md").read_text()

    assert figures_block(published_figures.measured()) in card
    assert constants_block() in card


def test_every_constant_that_the_card_names_has_its_value_there() -> None:
    card = (ROOT / "docs" / "scoring.md").read_text()
    names = {name for _, names in CONSTANTS for name in names}

    named = {name for name in re.findall(r"`([A-Z][A-Z_]+)`", card) if not hasattr(settings, name)}
    assert named <= names
    assert len(named) > 10


def test_the_scorer_keeps_what_was_measured() -> None:
    """A scorer that is worse than the one before fails here, and says by how much."""
    unseen = published_figures.training()
    assert unseen["segment"]["pearson"] >= 0.59
    assert unseen["bands"]["macro_f1"] >= 0.59
    assert unseen["episode"]["pearson"] >= 0.77
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
        assert together["bands"]["macro_f1"] > alone["bands"]["macro_f1"] - 0.005


def test_the_default_scorer_is_worth_its_size() -> None:
    encoder = published_figures.evaluation("stance-encoder")["scorer"]
    linear = published_figures.evaluation("stance-in-context")["scorer"]

    assert encoder["segment"]["pearson"] > linear["segment"]["pearson"] + 0.03
    assert encoder["bands"]["macro_f1"] > linear["bands"]["macro_f1"] + 0.03
