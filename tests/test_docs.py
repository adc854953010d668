"""Statements of the documentation match the code."""

import re

from django.conf import settings

from scoring.core.evaluation.card import CONSTANTS, constants_block, figures_block
from scoring.core.in_context import InContextScorer
from scoring.core.registry import SCORERS
from scoring.core.stance import StanceScorer
from scoring.selectors import published_figures
from tests.paths import ROOT


def test_the_committed_figures_are_of_the_current_weights() -> None:
    assert published_figures.evaluation()["scorer"]["version"] == StanceScorer().version
    for name in (InContextScorer.name, "stance-encoder"):
        published = published_figures.evaluation(name)["scorer"]["version"]
        assert published == SCORERS.get(name).version


def test_the_model_card_has_the_committed_figures_and_constants() -> None:
    card = (ROOT / "docs" / "scoring.md").read_text()

    assert figures_block(published_figures.measured()) in card
    assert constants_block() in card


def test_every_constant_in_the_card_has_its_value() -> None:
    card = (ROOT / "docs" / "scoring.md").read_text()
    names = {name for _, names in CONSTANTS for name in names}

    named = {name for name in re.findall(r"`([A-Z][A-Z_]+)`", card) if not hasattr(settings, name)}
    assert named <= names
    assert len(named) > 10


def test_the_scorer_is_as_accurate_as_before() -> None:
    """A scorer that is less accurate than the previous one fails, with the difference."""
    unseen = published_figures.training()
    assert unseen["segment"]["pearson"] >= 0.59
    assert unseen["bands"]["macro_f1"] >= 0.59
    assert unseen["episode"]["pearson"] >= 0.77
    ours, peers = published_figures.evaluation()["scorer"], published_figures.evaluation()["peers"]
    for peer in peers.values():
        assert ours["segment"]["pearson"] > peer["segment"]["pearson"]
        assert ours["bands"]["macro_f1"] > peer["bands"]["macro_f1"]
        assert ours["episode"]["pearson"] > peer["episode"]["pearson"]


def test_context_improves_the_scores() -> None:
    for alone, together in (
        (published_figures.training(), published_figures.training("stance-in-context")),
        (
            published_figures.evaluation()["scorer"],
            published_figures.evaluation("stance-in-context")["scorer"],
        ),
    ):
        assert together["segment"]["pearson"] > alone["segment"]["pearson"] + 0.03
        assert together["bands"]["macro_f1"] > alone["bands"]["macro_f1"] - 0.005


def test_the_default_scorer_is_better_than_the_linear_one() -> None:
    encoder = published_figures.evaluation("stance-encoder")["scorer"]
    linear = published_figures.evaluation("stance-in-context")["scorer"]

    assert encoder["segment"]["pearson"] > linear["segment"]["pearson"] + 0.03
    assert encoder["bands"]["macro_f1"] > linear["bands"]["macro_f1"] + 0.03
