from collections.abc import Sequence

from scoring.core.evaluation.answers import Question, Text, evaluate_answers, read_passages
from scoring.core.scorers import Judgement
from scoring.core.spectrum import Lens
from scoring.core.subjects.tagger import built_in_tagger

LOST = (
    "AI will take jobs. I think people will lose their jobs to AI, because a machine that works for"
    " nothing is hard to refuse, and mass unemployment would be a disaster that we could not mend."
)
FOUND = (
    "AI will make better jobs. I think unemployment is a false fear, because AI could make work"
    " cheaper, and people who lost their jobs should find better jobs that never existed before."
)
BREAD = "We baked bread on Sunday and the crust was dark, which my aunt liked, and then we slept."


class ByMood:
    """Scores by one word, and records the texts of each call."""

    name = "mood"
    version = "1"
    reads_together = True

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        self.calls.append(list(texts))
        return [Judgement(-40.0 if "disaster" in text else 40.0, Lens.ECONOMIC) for text in texts]


def test_texts_are_scored_by_conversation() -> None:
    scorer = ByMood()
    texts = [Text("one", LOST), Text("two", FOUND), Text("one", BREAD), Text("two", FOUND)]

    passages = read_passages(texts, scorer, built_in_tagger())

    assert scorer.calls == [[LOST, BREAD], [FOUND]]
    assert [passage.score for passage in passages] == [-40, 40, 40, 40]


def test_only_opposed_claims_on_the_same_subject_are_shown() -> None:
    question = Question(Text("one", LOST), True, (Text("two", FOUND, True), Text("three", BREAD)))

    figures = evaluate_answers([question], ByMood(), built_in_tagger())

    assert (figures["shown"], figures["good"]) == (1, 1)
    assert figures["answered_of_answerable"] == 1
