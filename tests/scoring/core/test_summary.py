from scoring.core.scorers import Judgement
from scoring.core.spectrum import Confidence, Lens
from scoring.core.summary import summarise

RISKY = Judgement(-50.0, Lens.GOVERNANCE)
BREAD = Judgement(90.0, Lens.OFF_TOPIC)


def test_passages_not_about_ai_are_left_out_of_all_figures() -> None:
    alone = summarise([RISKY] * 20, checked=True)
    among = summarise([RISKY] * 20 + [BREAD] * 20, checked=True)

    assert among == alone
    assert among.placement is not None
    assert among.placement.ingredients.passages == 20
    assert among.lens is Lens.GOVERNANCE


def test_a_conversation_hardly_about_ai_has_no_placement() -> None:
    found = summarise([RISKY] + [BREAD] * 40, checked=True)

    assert found.placement is None
    assert found.lens is Lens.OFF_TOPIC
    assert found.confidence is Confidence.LOW


def test_an_empty_conversation_has_no_placement() -> None:
    assert summarise([], checked=True).placement is None
