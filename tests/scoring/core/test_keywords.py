import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.keywords import KeywordScorer
from scoring.core.registry import SCORERS
from scoring.core.scorers import UnknownScorer
from scoring.core.spectrum import Lens
from tests.make import BRIGHT, DARK, PLAIN

scorer = KeywordScorer()
SPEECH = st.lists(
    st.sampled_from(
        ["not", "danger", "hope", "cure", "risk", "the", "extinction,", "better.", "a”"]
    ),
    max_size=60,
).map(" ".join)


def test_the_three_example_texts_score_on_their_sides() -> None:
    dark, plain, bright = (judgement.score for judgement in scorer.score([DARK, PLAIN, BRIGHT]))

    assert dark < -18
    assert plain == 0
    assert bright > 18


@given(SPEECH)
def test_shares_add_up_to_the_score_on_the_scale(text: str) -> None:
    (judgement,) = scorer.score([text])

    total = sum(phrase.share for phrase in judgement.phrases) + judgement.rest
    assert judgement.score == pytest.approx(total, abs=0.01)
    assert -100 <= judgement.score <= 100


@given(SPEECH)
def test_phrases_are_quoted_at_their_offsets(text: str) -> None:
    for phrase in scorer.score([text])[0].phrases:
        assert text[phrase.start : phrase.end] == phrase.text


def test_a_negation_reverses_the_score_of_a_word() -> None:
    plain, negated = scorer.score(["it is dangerous", "it is not dangerous"])

    assert plain.score < 0 < negated.score < -plain.score


def test_the_longest_phrase_wins() -> None:
    (judgement,) = scorer.score(["we would lose control of it"])

    assert [phrase.text for phrase in judgement.phrases] == ["lose control"]


def test_phrases_come_in_order_of_how_far_they_moved_the_score() -> None:
    (judgement,) = scorer.score(["some risk, and then extinction"])

    assert [phrase.text for phrase in judgement.phrases] == ["extinction", "risk"]


def test_the_lens_is_the_one_with_most_words() -> None:
    assert scorer.score(["the law and the court and one model"])[0].lens is Lens.GOVERNANCE
    assert scorer.score(["butter and flour"])[0].lens is Lens.OFF_TOPIC


def test_case_and_punctuation_change_nothing() -> None:
    upper, lower = scorer.score(["Danger! Hope, however.", "danger hope however"])

    assert upper.score == lower.score


def test_an_unknown_scorer_is_reported_with_the_available_ones() -> None:
    with pytest.raises(UnknownScorer, match=r"'nonsense'.*keywords"):
        SCORERS.get("nonsense")
