"""Annotations of passages: score, lens and the clauses that express the stance.

Transcripts are not part of this project, so a passage is identified by a hash of its text. Each
line of `annotations.tsv` has five columns: hash, score, lens, and the numbers of the clauses that
express the stance and of those that express the opposite stance. Clauses are numbered from 0, as
divided by `scoring.core.clauses`. The annotators were language models (docs/scoring.md).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from scoring.core.evaluation.conversations import Conversation
from scoring.core.evaluation.labels import Label
from scoring.core.slicing import slice_cues
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Lens

HASH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Annotation:
    """The annotation of a passage.

    `score` is in points. `carrying` contains the numbers of the clauses that express the stance,
    and `opposing` those that express the opposite one; both are empty if they were not annotated.
    """

    score: float
    lens: Lens
    carrying: tuple[int, ...] = ()
    opposing: tuple[int, ...] = ()


Annotations = dict[str, Annotation]
"""Annotations by the hash of the passage (`hash_of`)."""


def hash_of(text: str) -> str:
    """Return the hash that identifies a passage, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


@cache
def built_in_annotations() -> Annotations:
    """Return the annotations in `annotations.tsv`."""
    file = resources.files("scoring.core.training.encoder").joinpath("annotations.tsv")
    return read_annotations(file.read_text("utf-8"))


def read_annotations(source: str) -> Annotations:
    """Return the annotations in `source`. Raises ValueError with the number of the invalid line."""
    annotations = {}
    for number, line in enumerate(source.splitlines(), start=1):
        try:
            text_hash, score, lens, carrying, opposing = line.split("\t")
            annotation = Annotation(
                float(score), Lens(lens), _numbers(carrying), _numbers(opposing)
            )
            if not SCALE_MIN <= annotation.score <= SCALE_MAX:
                raise ValueError(f"score {score} is not between {SCALE_MIN} and {SCALE_MAX}")
        except ValueError as error:
            raise ValueError(f"line {number} of the annotations: {error}") from error
        annotations[text_hash] = annotation
    return annotations


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",") if number)


def annotated_passages(
    conversations: Sequence[Conversation], annotations: Annotations
) -> list[Label]:
    """Return the annotated passages of `conversations`, in order, as labels."""
    return [
        Label(
            id=text_hash,
            episode=conversation.episode,
            show=conversation.show,
            plain=segment.text,
            score=annotation.score,
            lens=annotation.lens,
        )
        for conversation in conversations
        for segment in slice_cues(conversation.turns)
        if (annotation := annotations.get(text_hash := hash_of(segment.text))) is not None
    ]
