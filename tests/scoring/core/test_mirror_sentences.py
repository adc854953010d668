from scoring.core.mirror import Candidate, Pick
from scoring.core.mirror_sentences import pick_sentence


def pinned(position: float, other: float) -> str:
    pick = Pick(Candidate(1, "talk", other, "technical"), abs(other - position), pinned=True)
    return pick_sentence(position, "technical", pick, [])


def test_a_pin_against_the_rule_names_the_positions() -> None:
    rule = "Chosen by an editor, not by the rule:"

    assert f"{rule} at −50 it is only 10 points from this page at −60." in pinned(-60, -50)
    assert f"{rule} at −10 it is on the same side as this page at −60." in pinned(-60, -10)
    assert f"{rule} at 0 it is on neither side, 60 points from this page at −60." in pinned(
        -60, 0.4
    )
