"""Lookup by number gives the same results as lookup by name."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.stance.lexicon import built_in
from scoring.core.stance.pair_table import NO_ROW, PairTable
from scoring.core.stance.vocabulary import Vocabulary
from scoring.core.stance.weights import read_built_in
from scoring.core.stance.words import all_plain, plain, read_words

VOCABULARY = Vocabulary(read_built_in()[0], built_in()[0])
TEXT = st.text(st.sampled_from("aBé' ’.,-\n\x85\xa00İß"), max_size=60)
NUMBER = st.integers(0, 40)


@given(st.lists(TEXT, max_size=3))
def test_pieces_between_white_space_contain_the_words_of_the_text(texts: list[str]) -> None:
    memory = VOCABULARY.memory()
    said = [read_words(text).words for text in texts]
    numbers, counts = memory.pieces.words_of(" ".join(texts).split())

    assert [memory.plain[n] for n in numbers] == [plain(word) for words in said for word in words]
    assert counts.sum() == len(numbers)


@given(st.sets(st.tuples(NUMBER, NUMBER)), st.lists(st.tuples(NUMBER, NUMBER), min_size=1))
def test_the_pair_table_finds_known_pairs(
    known: set[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    rows = {pair: row for row, pair in enumerate(sorted(known))}
    one, other = np.array(asked, np.int64).T

    found = PairTable(rows, 41).find(one, other).tolist()
    assert found == [rows.get(pair, NO_ROW) for pair in asked]


def test_a_cache_that_is_too_large_is_cleared(monkeypatch) -> None:
    vocabulary = Vocabulary(read_built_in()[0], built_in()[0])
    memory = vocabulary.memory()
    memory.pieces.words_of(["danger"])
    assert vocabulary.memory() is memory

    monkeypatch.setattr("scoring.core.stance.vocabulary.MAX_SPELLINGS", 0)
    assert vocabulary.memory() is not memory


@given(st.text(alphabet="ab0'’ .\n-É"))
def test_all_plain_returns_plain_of_each_word(text: str) -> None:
    words = read_words(text).words

    assert all_plain(words) == [plain(word) for word in words]
