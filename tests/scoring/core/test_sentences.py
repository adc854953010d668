import pytest

from scoring.core.scorers import Judgement, Phrase
from scoring.core.sentences import bullets, main_lens, signed
from scoring.core.spectrum import Lens


def judgement(score: float, lens: Lens = Lens.TECHNICAL, phrase: str = "") -> Judgement:
    phrases = (Phrase(phrase, 0, len(phrase), score),) if phrase else ()
    return Judgement(score, lens, lambda: phrases)


@pytest.mark.parametrize(
    ("score", "text"), [(12.4, "+12"), (-0.3, "0"), (0.0, "0"), (-17.5, "\N{MINUS SIGN}18")]
)
def test_scores_are_written_with_a_true_minus_and_no_negative_zero(score: float, text: str) -> None:
    assert signed(score) == text


def test_bullets_tell_range_drift_phrases_and_lenses() -> None:
    trail = [judgement(-40, phrase="Doom")] * 3 + [judgement(30, Lens.ECONOMIC, "hope")] * 6

    text = " ".join(bullets(trail))

    assert "from −40 (segment 1) to +30 (segment 4)" in text
    assert "more opportunity-forward: from −40 in the first third to +30" in text
    assert "risk-forward side: “doom”" in text
    assert "opportunity-forward side: “hope”" in text
    assert "economic 67 %, technical 33 %" in text


def test_a_flat_trail_says_so_and_names_no_range() -> None:
    found = bullets([judgement(0)] * 9)

    assert found[0] == "Level throughout: 0 in the first third, 0 in the last."


def test_an_episode_is_off_topic_only_when_there_is_nothing_else() -> None:
    off = judgement(0, Lens.OFF_TOPIC)

    assert main_lens([off, off, judgement(0, Lens.SOCIETAL)]) is Lens.SOCIETAL
    assert main_lens([off, off]) is Lens.OFF_TOPIC
