"""Training passages as tokens, and their division into batches."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tokenizers import Encoding, Tokenizer

from scoring.core.encoder.model import LENSES
from scoring.core.evaluation.labels import Label
from scoring.core.spectrum import Lens
from scoring.core.training.encoder.annotations import Annotation, hash_of
from scoring.core.training.encoder.clause_targets import (
    OUTSIDE,
    as_captions,
    owners_of,
    targets_of,
)
from scoring.core.training.encoder.network import base_folder
from scoring.core.training.encoder.pairs import Member

MAX_TOKENS, BATCH_TOKENS, SORTED_UNITS = 272, 4096, 400
"""Maximum tokens per passage and per batch, and the number of units sorted by length at a time."""
END = 102
"""ID of the token [SEP]."""


@dataclass(frozen=True, slots=True)
class Form:
    """A text as tokens, with the number of each token's clause or `OUTSIDE`."""

    ids: list[int]
    owners: list[int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A training passage, with its tokens as edited text and as machine captions.

    `score` is from -1 to 1, and `lens` is an index in `LENSES`. `targets` contains the share of the
    score that each clause should contribute, or NaN. It is empty if the clauses are unknown.
    """

    forms: tuple[Form, Form]
    score: float
    lens: int
    targets: tuple[float, ...] = ()


Unit = tuple[Passage, ...]
"""A single passage or a pair of passages. A pair is never split between batches."""


def label_units(labels: Sequence[Label], annotations: Mapping[str, Annotation]) -> list[Unit]:
    """Return one unit for each label. `annotations` contains the clauses, by hash of the text."""
    tokenizer = _tokenizer()
    return [
        (
            _passage(
                tokenizer,
                label.plain,
                label.score,
                label.lens,
                annotations.get(hash_of(label.plain)),
            ),
        )
        for label in labels
    ]


def pair_units(pairs: Sequence[Member]) -> list[Unit]:
    """Return one unit for each pair and for each single passage."""
    tokenizer = _tokenizer()
    return [
        tuple(_passage(tokenizer, x.text, x.score, x.lens) for x in members)
        for _, members in groupby(pairs, lambda member: member.pair or member.id)
    ]


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _passage(
    tokenizer: Tokenizer, text: str, score: float, lens: Lens, annotation: Annotation | None = None
) -> Passage:
    captions = as_captions(text)
    edited, plain = tokenizer.encode_batch([text, captions.text])
    forms = (
        _form(edited, owners_of(text, edited.offsets)),
        _form(plain, owners_of(text, plain.offsets, captions.sources)),
    )
    targets = tuple(target / 100 for target in targets_of(text, score, annotation))
    return Passage(forms, score / 100, LENSES.index(lens), targets)


def _form(encoding: Encoding, owners: list[int]) -> Form:
    if len(encoding.ids) <= MAX_TOKENS:
        return Form(encoding.ids, owners)
    kept = MAX_TOKENS - 1
    return Form([*encoding.ids[:kept], END], [*owners[:kept], OUTSIDE])


def batches_of(units: Sequence[Unit]) -> list[list[Unit]]:
    """Return the units in random batches of passages with similar lengths."""
    shuffled = random.sample(units, len(units))
    batches: list[list[Unit]] = []
    for first in range(0, len(shuffled), SORTED_UNITS):
        batch: list[Unit] = []
        for unit in sorted(shuffled[first : first + SORTED_UNITS], key=_length):
            count = sum(map(len, batch)) + len(unit)
            if batch and count * _length(unit) > BATCH_TOKENS:
                batches.append(batch)
                batch = []
            batch.append(unit)
        batches.append(batch)
    random.shuffle(batches)
    return batches


def _length(unit: Unit) -> int:
    return max(len(passage.forms[0].ids) for passage in unit)
