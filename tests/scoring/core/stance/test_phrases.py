"""The phrases shown for a score are plausible reasons to a reader."""

import hashlib

import pytest

from scoring.core.spectrum import Lens
from scoring.core.stance import StanceScorer, naming
from scoring.core.stance.lexicon import built_in
from scoring.core.stance.phrases import floor_of
from scoring.core.stance.weights import read_built_in
from scoring.core.version_hash import version_hash
from tests.make import BRIGHT, DARK, PLAIN
from tests.paths import ROOT

SCORER = StanceScorer()


def named(text: str) -> list[str]:
    """Return the phrases shown for `text`, in a passage about AI."""
    return [phrase.text for phrase in SCORER.score([f"Of AI. {text}"])[0].phrases]


def share_of(text: str, words: str) -> float:
    return next(p.share for p in SCORER.score([f"Of AI. {text}"])[0].phrases if p.text == words)


def test_function_words_around_a_phrase_are_not_shown() -> None:
    assert named("We talk of the danger of the thing") == ["danger"]


@pytest.mark.parametrize("text", ["It was good and we were able to do it", "ten years ago", "um"])
def test_vague_words_are_part_of_the_rest(text: str) -> None:
    (judgement,) = SCORER.score([text])

    assert judgement.phrases == ()
    assert judgement.rest == judgement.score


def test_overlapping_phrases_are_merged() -> None:
    text = "There is a great risk of human extinction risk here"

    assert "human extinction risk" in " ".join(named(text))
    assert not {"extinction", "human extinction", "extinction risk"} & set(named(text))


def test_neighbours_on_one_side_are_merged_within_a_sentence() -> None:
    assert "danger and catastrophe" in named("I see danger and catastrophe ahead of us")
    assert {"danger", "Catastrophe"} <= set(named("I see danger. Catastrophe is ahead of us"))
    assert {"danger", "catastrophe"} <= set(named("It is danger I see and then a catastrophe"))


def test_neighbours_on_different_sides_are_not_merged() -> None:
    assert {"amazing", "catastrophe"} <= set(named("An amazing catastrophe is what we saw"))


def test_a_repeated_phrase_is_shown_once_with_the_sum_of_shares() -> None:
    once = "A catastrophe it would be. We talk of other things and leave it at that for now."
    twice = "A catastrophe it would be. We talk of other things. A catastrophe. And that for now."

    assert named(twice).count("catastrophe") == 1
    assert share_of(twice, "catastrophe") < 0
    assert share_of(once, "catastrophe") < 0


def test_every_phrase_is_on_the_side_of_its_theme() -> None:
    lexicon = built_in()[0]
    for judgement in SCORER.score([f"AI: {text}" for text in (DARK, PLAIN, BRIGHT)]):
        for phrase in judgement.phrases:
            hits = lexicon.find([naming.plain(word) for word in phrase.text.lower().split()])
            side = sum(hit.entry.side * hit.share for hit in hits)
            assert side * phrase.share >= 0


def test_a_learned_word_is_shown_on_its_side_only() -> None:
    for word, side in naming.LEARNED.items():
        for phrase in SCORER.score([f"AI: we talk of {word} here"])[0].phrases:
            assert phrase.text != word or phrase.share * side > 0


def test_learned_words_are_never_vague() -> None:
    assert not set(naming.LEARNED) & naming.VAGUE


def test_the_naming_rule_is_part_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_built_in()[1]
    for name in ("RULE", "_LEADING", "_TRAILING", "_VAGUE", "_SAY_LITTLE", "_LEARNED"):
        with monkeypatch.context() as patched:
            patched.setattr(naming, name, 0 if name in ("RULE", "_LEARNED") else "other")
            assert read_built_in()[1] != before
    weights = (ROOT / "scoring" / "core" / "stance" / "weights.tsv").read_text("utf-8")
    assert before == version_hash(weights, built_in()[1], naming.source())


def test_phrases_change_only_with_the_rule() -> None:
    """If this fails, update the digest; with the same weights, increase `RULE` first."""
    shown = [
        [(phrase.text, phrase.share) for phrase in judgement.phrases]
        for judgement in SCORER.score(
            [
                DARK,
                PLAIN,
                BRIGHT,
                " ".join(built_in()[0].entries[n].words[0] for n in range(0, 4800, 40)),
            ]
        )
    ]
    digest = hashlib.sha256(repr((naming.RULE, shown)).encode()).hexdigest()[:12]

    assert digest == "d5977e73c5d7"


@pytest.mark.parametrize(
    "text",
    [
        "It is overblown to talk of a catastrophe like that",
        "The catastrophe of which they talk is nonsense to me",
    ],
)
def test_a_mocked_fear_is_not_shown(text: str) -> None:
    assert "catastrophe" not in named(text)
    assert "catastrophe" in named("It is right to talk of a catastrophe like that")


def test_a_loss_is_not_shown_as_a_gain() -> None:
    assert named("You lose a bit of efficiency") == []
    assert named("You see a bit of efficiency") == ["efficiency"]


def test_an_off_topic_phrase_must_be_strong() -> None:
    assert floor_of(0, Lens.OFF_TOPIC) == naming.STRONG > floor_of(0, Lens.TECHNICAL)
    assert floor_of(-100, Lens.OFF_TOPIC) == floor_of(100, Lens.TECHNICAL)


def test_a_negation_of_vague_words_is_not_shown() -> None:
    assert naming.bears_denial(["catastrophe"])
    assert not naming.bears_denial(["able", "to"])
    assert "not able" not in " ".join(named("They were not able to do it"))


def test_an_ambiguous_word_is_shown_only_when_strong() -> None:
    assert not naming.is_meaningful(["attack"], naming.STRONG - 0.1)
    assert naming.is_meaningful(["attack"], -naming.STRONG)


def test_small_shares_are_part_of_the_rest() -> None:
    for judgement in SCORER.score([f"AI: {DARK}", f"AI: {BRIGHT}", f"AI: {DARK + BRIGHT}"]):
        faintest = min(abs(phrase.share) for phrase in judgement.phrases)
        assert faintest >= max(0.5, 0.05 * abs(judgement.score)) - 0.01
