"""Score texts with the learned weights and the lexicon."""

import math
import threading
from collections.abc import Sequence
from functools import cached_property, partial

import numpy as np

from scoring.core.scorers import Judgement, Phrase, WordShare
from scoring.core.spectrum import Lens, clamp
from scoring.core.stance.batch import Batch, Matches
from scoring.core.stance.lexicon import Hit, Lexicon, built_in
from scoring.core.stance.phrases import floor_of, phrases_of
from scoring.core.stance.sums import Sums, sum_up
from scoring.core.stance.vocabulary import Vocabulary
from scoring.core.stance.weights import LENSES, UNIT, Floats, Integers, Weights, read_built_in
from scoring.core.stance.words import read_words

MIN_MAGNITUDE = 2.0
"""Minimum magnitude, in points, so that no score is reduced to zero."""
BATCH = 256


class StanceScorer:
    """Scores texts with the linear model that is described in the package docstring."""

    name = "stance"

    def __init__(self, weights: Weights | None = None, lexicon: Lexicon | None = None) -> None:
        self._given = weights
        self._lexicon = lexicon or built_in()[0]
        # Reading a text can add words to the shared cache, so only one thread can do it at a time.
        self._lock = threading.Lock()

    @cached_property
    def _read(self) -> tuple[Weights, str]:
        return (self._given, "unnamed") if self._given else read_built_in()

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._read[0], self._lexicon)

    @cached_property
    def _columns(self) -> Integers:
        """The columns of the weights, each with an additional 0 at the end."""
        return np.pad(self._read[0].table.T, ((0, 0), (0, 1)))

    @cached_property
    def _worths(self) -> Integers:
        """The direction weight of each lexicon entry, in thousandths."""
        return np.array(self._read[0].settings.lexicon)[self._vocabulary.themes]

    @property
    def version(self) -> str:
        return self._read[1]

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        judgements: list[Judgement] = []
        for first in range(0, len(texts), BATCH):
            with self._lock:
                judgements += self._judge(texts[first : first + BATCH])
        return judgements

    def shares(self, text: str) -> list[WordShare]:
        """Return the points that each word of `text` adds to its score.

        The rest of the score comes from the constant b of the model.
        """
        with self._lock:
            batch = Batch.read([text], self._vocabulary)
            sums = sum_up(batch, self._columns)
            matches = batch.matches()
        count = len(batch.numbers)
        if not count:
            return []
        worths = np.bincount(matches.places, self._worths[matches.entries] * matches.shares, count)
        direction, magnitude = sums.totals()[0, :2].tolist()
        _, unit = self._place(count, direction + float(worths.sum()), magnitude)
        places = read_words(text).places([(index, index) for index in range(count)])
        points = (unit * (sums.carried + worths)).tolist()
        return [
            WordShare(start, end, share) for (start, end), share in zip(places, points, strict=True)
        ]

    def _judge(self, texts: Sequence[str]) -> list[Judgement]:
        batch = Batch.read(texts, self._vocabulary)
        sums = sum_up(batch, self._columns)
        matches = batch.matches()
        worths = self._worths[matches.entries] * matches.shares
        worth = np.bincount(batch.text[matches.places], worths, len(texts))
        totals = sums.totals()
        lenses = self._lenses(batch, totals)
        ways, fars = (totals[:, 0] + worth).tolist(), totals[:, 1].tolist()
        judgements = []
        for index, text in enumerate(texts):
            words = batch.firsts[index + 1] - batch.firsts[index]
            if not words:
                judgements.append(Judgement(0.0, Lens.OFF_TOPIC))
                continue
            score, unit = self._place(words, ways[index], fars[index])
            lens = lenses[index]
            explain = partial(
                self._phrases,
                text,
                batch,
                index,
                (sums, matches, worths),
                (unit, score, lens),
            )
            judgements.append(Judgement(score, lens, explain))
        return judgements

    def _place(self, words: int, direction: float, magnitude: int) -> tuple[float, float]:
        """Return the score of a text with `words` words, and the points per unit of direction.

        `direction` and `magnitude` are the sums of the text's weights, in thousandths.
        """
        settings, root = self._read[0].settings, math.sqrt(words)
        far = max(MIN_MAGNITUDE, (settings.magnitude + magnitude / root) / UNIT)
        per_weight = settings.stretch / UNIT * math.sqrt(far * math.sqrt(far)) / UNIT
        full = per_weight * (settings.direction + direction / root)
        score = round(clamp(full), 2) + 0.0
        return score, per_weight / root * (score / full if full else 1.0)

    def _phrases(
        self,
        text: str,
        batch: Batch,
        index: int,
        computed: tuple[Sums, Matches, Floats],
        measures: tuple[float, float, Lens],
    ) -> list[Phrase]:
        (sums, matches, worths), (unit, score, lens) = computed, measures
        words = read_words(text)
        first, last = batch.firsts[index], batch.firsts[index + 1]
        entries = self._lexicon.entries
        here = np.flatnonzero((matches.places >= first) & (matches.places < last))
        hits = [
            (Hit(entries[entry], position - first, share), worth)
            for entry, position, share, worth in zip(
                matches.entries[here].tolist(),
                matches.places[here].tolist(),
                matches.shares[here].tolist(),
                worths[here].tolist(),
                strict=True,
            )
        ]
        floor = floor_of(score, lens)
        return phrases_of(text, words, sums.carried[first:last], hits, unit, floor)

    def _lenses(self, batch: Batch, totals: Integers) -> list[Lens]:
        """Return the lens of each text: the one with the highest weight, or the first in a tie."""
        roots = np.sqrt(np.maximum(1, np.diff(batch.firsts)))
        weights = totals[:, 2:] / roots[:, None] + np.array(self._read[0].settings.lens)
        return [LENSES[best] for best in weights.argmax(axis=1).tolist()]
