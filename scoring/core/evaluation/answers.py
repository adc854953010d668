"""Evaluate answering passages against judged candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.core.answering.reading import read_passage
from scoring.core.answering.rule import Answer, Passage, answers, assign
from scoring.core.evaluation.counterbalance import read_rows
from scoring.core.evaluation.labels import BadLabels
from scoring.core.scorers import Judgement, Scorer
from scoring.core.spectrum import Lens
from scoring.core.subjects.tagger import Tagger
from scoring.core.subjects.weights import SubjectCount
from scoring.core.topics.counting import Count
from scoring.core.topics.vectors import Rarity, Vector, vectors_of


@dataclass(frozen=True, slots=True)
class Text:
    """A passage. `good` is true for a candidate that was judged a good answer."""

    episode: str
    text: str
    good: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A passage with candidate answers. `claims` is true if the passage makes a claim."""

    passage: Text
    claims: bool
    candidates: tuple[Text, ...]

    @property
    def answerable(self) -> bool:
        return any(candidate.good for candidate in self.candidates)


def read_questions(path: Path) -> list[Question]:
    """Return the questions in a JSON Lines file. Raises BadLabels on the first error."""
    questions = []
    for number, row in read_rows(path):
        try:
            question = row["question"]
            candidates = tuple(
                Text(str(candidate["episode"]), str(candidate["text"]), _is_good(candidate))
                for candidate in row["candidates"]
            )
            text = Text(str(question["episode"]), str(question["text"]))
            questions.append(Question(text, bool(question["claim"]), candidates))
        except (KeyError, TypeError, ValueError) as error:
            raise BadLabels(f"{path}, line {number}: {error!r}") from error
    return questions


def _is_good(candidate: dict[str, Any]) -> bool:
    """Return whether a candidate has at least 1 of 2 points for each of the two criteria.

    The criteria are “makes the same point” and “takes the opposite side”.
    """
    return min(int(candidate["point"]), int(candidate["opposed"])) >= 1


def read_passages(texts: Sequence[Text], scorer: Scorer, tagger: Tagger) -> list[Passage]:
    """Return a Passage for each text, with weights based on the frequencies in all `texts`.

    Texts from the same conversation are scored together.
    """
    unique = list(dict.fromkeys(passage.text for passage in texts))
    counted, subjects = Count(), SubjectCount()
    for text in unique:
        counted.add([text])
        subjects.add([tagger.tag(text).counts()])
    rarity = Rarity(counted.passages, counted.shared())
    judged = _judged(texts, scorer)
    keys = {text: key for key, text in enumerate(unique)}
    episodes = {
        name: key for key, name in enumerate(dict.fromkeys(passage.episode for passage in texts))
    }
    return [
        read_passage(
            keys[passage.text],
            episodes[passage.episode],
            passage.text,
            _points(judged[passage.episode, passage.text]),
            _terms(passage.text, rarity),
            tagger,
            subjects,
        )
        for passage in texts
    ]


def _judged(texts: Sequence[Text], scorer: Scorer) -> dict[tuple[str, str], Judgement]:
    conversations: dict[str, dict[str, None]] = {}
    for passage in texts:
        conversations.setdefault(passage.episode, {})[passage.text] = None
    return {
        (episode, text): judgement
        for episode, unique in conversations.items()
        for text, judgement in zip(unique, scorer.score(list(unique)), strict=True)
    }


def _points(judgement: Judgement) -> float:
    return 0.0 if judgement.lens is Lens.OFF_TOPIC else judgement.score


def _terms(text: str, rarity: Rarity) -> Vector:
    # Terms that occur in only one segment are left out, so pass the text twice.
    return vectors_of([text, text], rarity)[1][0]


def evaluate_answers(
    questions: Sequence[Question], scorer: Scorer, tagger: Tagger
) -> dict[str, Any]:
    """Rank the candidates of each question by the answering rule, and return the metrics."""
    texts = [text for question in questions for text in (question.passage, *question.candidates)]
    passages = iter(read_passages(texts, scorer, tagger))
    ranked: dict[int, list[Answer]] = {}
    judged: list[dict[int, bool]] = []
    for index, question in enumerate(questions):
        passage = next(passages)
        others = [next(passages) for _ in question.candidates]
        judged.append(
            {other.key: text.good for other, text in zip(others, question.candidates, strict=True)}
        )
        ranked[index] = answers(passage, others)
    assigned = assign(ranked)
    shown = {
        index: [judged[index][answer.passage.key] for answer in assigned.get(index, [])]
        for index in range(len(questions))
    }
    return _figures(questions, shown)


def _figures(questions: Sequence[Question], shown: dict[int, list[bool]]) -> dict[str, Any]:
    every = [good for answers_shown in shown.values() for good in answers_shown]
    good = sum(every)
    answerable = [
        index for index, question in enumerate(questions) if question.claims and question.answerable
    ]
    silent = [index for index, question in enumerate(questions) if not question.claims]
    return {
        "questions": len(questions),
        "shown": len(every),
        "good": good,
        "precision": _share(good, len(every)),
        "answered_of_answerable": _share(
            sum(any(shown[index]) for index in answerable),
            len(answerable),
        ),
        "rightly_silent": _share(sum(not shown[index] for index in silent), len(silent)),
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
