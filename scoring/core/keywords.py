"""The keyword scorer, which uses the keyword-counting method of the original live site.

Every phrase of `keywords.tsv` has a weight from -3 (risk-forward) to +3 (opportunity-forward). If
one of the three words before a match is a negation, the weight of the match is halved and its sign
is reversed. The share of a match with weight w is 100 w / (CALM + sum of all |w|), so shares add up
to the score and a single weak word has little effect.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from scoring.core.scorers import Judgement, Phrase
from scoring.core.spectrum import Lens
from scoring.core.version_hash import version_hash

CALM = 8.0
"""Assumed combined weight of all words that are not keywords, in the unit of keyword weights."""
NEGATION_REACH = 3
MAX_WORDS = 4

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)*")
_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "cannot",
        "can't",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "won't",
        "nobody",
        "nothing",
        "without",
        "hardly",
        "neither",
        "nor",
    ]
)


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


class KeywordScorer:
    """Scores texts with a table of keywords. Negation is the only context that affects a score."""

    name = "keywords"

    @cached_property
    def _source(self) -> str:
        return resources.files("scoring.core").joinpath("keywords.tsv").read_text("utf-8")

    @cached_property
    def version(self) -> str:
        return version_hash(self._source)

    @cached_property
    def _table(self) -> dict[tuple[str, ...], tuple[float, Lens | None]]:
        table: dict[tuple[str, ...], tuple[float, Lens | None]] = {}
        for line in self._source.splitlines():
            if line and not line.startswith("#"):
                phrase, weight, lens = line.split("\t")
                table[tuple(phrase.split())] = (float(weight), None if lens == "-" else Lens(lens))
        return table

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        return [self._judge(text) for text in texts]

    def _judge(self, text: str) -> Judgement:
        tokens = _tokens(text)
        weighted: list[tuple[float, int, int]] = []
        lenses: Counter[Lens] = Counter()
        for first, length, weight, lens in self._hits(tokens):
            if lens:
                lenses[lens] += 1
            if weight:
                effect = -weight / 2 if _negated(tokens, first) else weight
                weighted.append((effect, tokens[first].start, tokens[first + length - 1].end))
        return _judgement(text, weighted, _main(lenses))

    def _hits(self, tokens: list[_Token]) -> Iterator[tuple[int, int, float, Lens | None]]:
        """Yield the index, length (in words), weight and lens of each match, in order.

        Matches do not overlap. If several begin at the same word, the longest is used.
        """
        index = 0
        while index < len(tokens):
            for length in range(min(MAX_WORDS, len(tokens) - index), 0, -1):
                key = tuple(token.word for token in tokens[index : index + length])
                if key in self._table:
                    yield index, length, *self._table[key]
                    index += length
                    break
            else:
                index += 1


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(match.group().replace("’", "'"), match.start(), match.end())
        for match in _WORD.finditer(text.lower())
    ]


def _negated(tokens: list[_Token], first: int) -> bool:
    before = tokens[max(0, first - NEGATION_REACH) : first]
    return any(token.word in _NEGATIONS for token in before)


def _main(lenses: Counter[Lens]) -> Lens:
    """Return the most frequent lens (the first in a tie), or off-topic if there are no matches."""
    if not lenses:
        return Lens.OFF_TOPIC
    return max(Lens, key=lambda lens: lenses[lens])


def _judgement(text: str, weighted: list[tuple[float, int, int]], lens: Lens) -> Judgement:
    unit = 100.0 / (CALM + sum(abs(weight) for weight, _, _ in weighted))
    phrases = [
        Phrase(text[start:end], start, end, round(weight * unit, 2))
        for weight, start, end in weighted
    ]
    phrases.sort(key=lambda phrase: (-abs(phrase.share), phrase.start))
    score = round(sum(phrase.share for phrase in phrases), 2) + 0.0
    return Judgement(score, lens, lambda: phrases)
