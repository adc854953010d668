import math
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scoring.core import ensemble
from scoring.core.encoder import Reading
from scoring.core.ensemble import EnsembleScorer
from scoring.core.registry import SCORERS
from scoring.core.scorers import Judgement, ReadsTogether
from scoring.core.spectrum import Band, Lens, band_of
from tests.make import BRIGHT, DARK, PLAIN

SCORER = EnsembleScorer()
BREAD = "Let the dough rise for an hour, then fold it twice and bake it with steam until brown."


def whole(judgement: Judgement) -> tuple[object, ...]:
    return judgement.score, judgement.lens, judgement.phrases, judgement.rest


def test_the_ensemble_is_registered_and_scores_passages_together() -> None:
    assert isinstance(SCORERS.get("stance-encoder"), EnsembleScorer)
    assert isinstance(SCORER, ReadsTogether)


def test_a_warning_and_a_hope_get_opposite_scores() -> None:
    assert SCORER.score([DARK])[0].score < 0 < SCORER.score([BRIGHT])[0].score


def test_a_passage_among_warnings_is_scored_lower() -> None:
    among_dark = SCORER.score([PLAIN, DARK, DARK])[0].score
    among_bright = SCORER.score([PLAIN, BRIGHT, BRIGHT])[0].score

    assert among_dark < SCORER.score([PLAIN])[0].score < among_bright


def test_a_warning_nearby_lowers_a_score_more_than_a_distant_one() -> None:
    near = SCORER.score([BRIGHT, DARK, *[PLAIN] * 6])[0]
    distant = SCORER.score([BRIGHT, *[PLAIN] * 6, DARK])[0]

    assert near.from_context < distant.from_context < 0
    assert near.score < distant.score


def test_the_other_passages_alone_move_no_passage_out_of_the_mixed_band() -> None:
    among_dark, *dark = SCORER.score([PLAIN, *[DARK] * 8])
    among_bright, *bright = SCORER.score([PLAIN, *[BRIGHT] * 8])

    assert (among_dark.score, among_bright.score) == (-17, 17)
    assert {band_of(each.score) for each in dark} == {Band.RISK}
    assert {band_of(each.score) for each in bright} == {Band.OPPORTUNITY}


class SameReading:
    """An encoder and a linear model that give each text the score that it states."""

    version = "1"

    def read(self, text: str) -> Reading:
        return Reading(self._score(text), (), {**dict.fromkeys(Lens, 0.0), Lens.TECHNICAL: 1.0})

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        return [Judgement(self._score(text), Lens.TECHNICAL) for text in texts]

    @staticmethod
    def _score(text: str) -> float:
        return float(text.removeprefix("AI "))


@pytest.mark.parametrize(("own", "side"), [(-40, ensemble.RISK), (40, 1.0)])
def test_negative_scores_have_a_factor(own: int, side: float) -> None:
    models: Any = SameReading()
    scorer = EnsembleScorer(models, models)

    (alone,) = scorer.score([f"AI {own}"])
    among, *_ = scorer.score([f"AI {own}", *["AI 10"] * 6])

    assert alone.score == pytest.approx(side * own)
    assert among.from_context == pytest.approx(
        10 * side * (ensemble.OTHERS + ensemble.NEAR), abs=0.01
    )
    assert among.score == pytest.approx(side * ensemble.OWN * own + among.from_context, abs=0.01)


@pytest.mark.parametrize("others", [-60, 60])
def test_the_limit_of_the_mixed_band_is_the_same_on_both_sides(others: int) -> None:
    models: Any = SameReading()

    first, *_ = EnsembleScorer(models, models).score(["AI 0", *[f"AI {others}"] * 6])

    assert first.score == math.copysign(ensemble.MAX_MIXED, others)


def test_without_a_neighbour_about_ai_the_others_take_its_place() -> None:
    dark, bright = f"AI is here. {DARK}", f"AI is here. {BRIGHT}"
    distant = SCORER.score([dark, *[BREAD] * 20, bright])
    beside = SCORER.score([dark, bright])

    assert distant[-1].from_context == beside[-1].from_context < 0


def test_shares_and_the_rest_add_up_and_all_shares_are_on_the_side_of_the_score() -> None:
    texts = [f"{DARK} {PLAIN}", BRIGHT, f"{BRIGHT} {DARK}", PLAIN]
    for judgement in SCORER.score(texts):
        total = math.fsum(phrase.share for phrase in judgement.phrases) + judgement.rest
        assert total == pytest.approx(judgement.score, abs=0.01)
        assert all(phrase.share * judgement.score > 0 for phrase in judgement.phrases)


def test_a_leaning_passage_has_phrases() -> None:
    (judgement,) = SCORER.score([f"{PLAIN} {DARK}"])

    assert "human extinction" in " ".join(phrase.text for phrase in judgement.phrases)


def test_a_passage_not_about_ai_has_no_score_and_affects_no_other() -> None:
    bread, dark = SCORER.score([BREAD, DARK])

    assert (bread.score, bread.lens, bread.phrases) == (0.0, Lens.OFF_TOPIC, ())
    assert dark == SCORER.score([DARK])[0]


def test_an_advert_for_a_product_with_ai_is_not_about_ai() -> None:
    advert = f"{BRIGHT} AI for every team. Try Plumb for free at plumb.com/show. Use the code SHOW."
    judgement, dark = SCORER.score([advert, DARK])

    assert (judgement.score, judgement.lens, judgement.phrases) == (0.0, Lens.OFF_TOPIC, ())
    assert dark == SCORER.score([DARK])[0]


def test_phrases_are_whole_sentences() -> None:
    (judgement,) = SCORER.score([f"{PLAIN} {DARK} {PLAIN} {PLAIN}"])

    assert [phrase.text for phrase in judgement.phrases] == [DARK]


def test_a_passage_that_is_hardly_about_ai_has_a_score_but_no_phrases() -> None:
    _, bread, _ = SCORER.score([f"AI is coming. {DARK}", BREAD, f"AI is coming. {DARK}"])

    assert bread.score < 0
    assert bread.phrases == ()
    assert bread.rest == bread.score


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_is_off_topic(text: str) -> None:
    assert SCORER.score([text])[0].lens is Lens.OFF_TOPIC


def test_no_texts_have_no_judgements() -> None:
    assert SCORER.score([]) == []


def test_a_text_of_several_windows_is_scored() -> None:
    (judgement,) = SCORER.score([" ".join([f"{DARK} AI could do it."] * 60)])

    total = math.fsum(phrase.share for phrase in judgement.phrases) + judgement.rest
    assert judgement.score == pytest.approx(total, abs=0.01)
    assert judgement.score < 0


def test_another_instance_gives_the_same_scores() -> None:
    texts = [DARK, PLAIN, BRIGHT]

    assert [*map(whole, EnsembleScorer().score(texts))] == [*map(whole, SCORER.score(texts))]
    assert EnsembleScorer().version == SCORER.version


def test_eight_threads_give_exactly_the_same_scores_as_one() -> None:
    texts = [[DARK, PLAIN], [BRIGHT], [f"{PLAIN} {DARK} {BRIGHT}"], [PLAIN, BRIGHT, BREAD]] * 4
    alone = [[*map(whole, SCORER.score(each))] for each in texts]
    fresh = EnsembleScorer()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = [*pool.map(lambda each: [*map(whole, fresh.score(each))], texts)]
    finally:
        sys.setswitchinterval(interval)

    assert together == alone
