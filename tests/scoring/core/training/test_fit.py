"""Training on an artificial language with known weights."""

import random

import pytest

from scoring.core.evaluation.labels import Label
from scoring.core.spectrum import Lens
from scoring.core.stance import StanceScorer
from scoring.core.stance.lexicon import Lexicon
from scoring.core.training import train
from scoring.core.training.examples import Example

LEXICON = Lexicon.read("glorious\tpraise\t-\nhorrid\tthreat\t-\n")


def make_labels(count: int = 240) -> list[Label]:
    """Return texts in which `grim` and `sunny` lean, and `gears` means the technical lens."""
    chance = random.Random(3)
    labels = []
    for number in range(count):
        way = chance.choice([-1, 0, 1])
        word = {-1: "grim", 0: "gears", 1: "sunny"}[way]
        filler = [chance.choice(["alpha", "beta", "gamma", "delta"]) for _ in range(20)]
        words = [*filler, word, word] if way else [*filler, word]
        chance.shuffle(words)
        lens = Lens.SOCIETAL if way else Lens.TECHNICAL
        labels.append(
            Label(
                str(number),
                f"e{number // 10}",
                f"s{number // 40}",
                " ".join(words),
                50.0 * way,
                lens,
            )
        )
    return labels


def test_leaning_words_are_learned_and_generalise() -> None:
    trained = train(make_labels(), LEXICON, ())
    scorer = StanceScorer(trained.weights, LEXICON)

    grim, gears, sunny = scorer.score(["alpha beta grim", "alpha gears beta", "gamma sunny delta"])

    assert grim.score < -18 < gears.score < 18 < sunny.score
    assert (grim.lens, gears.lens) == (Lens.SOCIETAL, Lens.TECHNICAL)
    assert trained.report["segment"]["pearson"] > 0.9
    assert trained.report["bands"]["macro_f1"] > 0.9
    assert len(trained.unseen) == len(make_labels())


def test_the_same_labels_give_the_same_file_in_any_run() -> None:
    assert train(make_labels(), LEXICON, ()).weights.write() == (
        train(make_labels(), LEXICON, ()).weights.write()
    )


def test_different_labels_give_different_weights() -> None:
    labels = make_labels()

    assert (
        train(labels, LEXICON, ()).weights.write()
        != train(labels[:200], LEXICON, ()).weights.write()
    )


def test_training_learns_words_that_only_examples_have() -> None:
    examples = [Example("alpha sombre beta sombre", -90.0)] * 12
    taught = StanceScorer(train(make_labels(), LEXICON, examples).weights, LEXICON)
    untaught = StanceScorer(train(make_labels(), LEXICON, ()).weights, LEXICON)

    assert taught.score(["alpha sombre gamma"])[0].score < -10
    assert untaught.score(["alpha sombre gamma"])[0].score > -10


def test_training_needs_at_least_two_shows() -> None:
    with pytest.raises(ValueError, match="two shows"):
        train([label for label in make_labels() if label.show == "s0"], LEXICON)
