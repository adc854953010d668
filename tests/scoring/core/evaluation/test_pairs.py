from collections.abc import Sequence

from scoring.core.evaluation.pairs import evaluate_pairs
from scoring.core.scorers import Judgement
from scoring.core.spectrum import Lens
from scoring.core.training.encoder.pairs import Member


class Fixed:
    """Scores a text by the number that it is."""

    name, version = "fixed", "1"

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        return [Judgement(float(text), Lens.TECHNICAL) for text in texts]


def member(pair: str, truth: float, score: float, device: str = "irony") -> Member:
    return Member(f"{pair}/{truth}", pair, str(score), truth, Lens.TECHNICAL, device)


def test_order_signs_and_zeros_are_counted() -> None:
    figures = evaluate_pairs(
        [
            member("a", 60, 5), member("a", -60, -5),
            member("b", 60, 5, "story"), member("b", -60, 9, "story"),
            member("c", -40, 7), member("c", 40, 7),
            member("", 0, 17, "zero"), member("", 0, -30, "zero"), member("d", 50, 50),
        ],
        Fixed(),
    )  # fmt: skip

    assert (figures["ordered"], figures["of"]) == (1, 3)
    assert figures["signs"] == {"n": 4, "of": 6}
    assert figures["by_device"] == {
        "irony": {"ordered": 1, "of": 2},
        "story": {"ordered": 0, "of": 1},
    }
    assert figures["zeros_outside_mixed"] == {"n": 1, "of": 2}
