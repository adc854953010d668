import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.topics.vectors import EPISODE_TERMS, SEGMENT_TERMS, Rarity, vectors_of


def rarity(**documents: int) -> Rarity:
    return Rarity(1000, documents)


def test_vectors_have_length_one_and_bounded_terms() -> None:
    words = [f"{a}{b}term" for a in "bcdfghjklm" for b in "bcdfghjklmnpqrst"]
    known = dict.fromkeys(words, 5) | {word[:7]: 5 for word in words}

    whole, passages = vectors_of([" the ".join(words)] * 3, Rarity(1000, known))

    assert len(whole) == EPISODE_TERMS
    for passage in passages:
        assert len(passage) == SEGMENT_TERMS
        assert math.fsum(w * w for w in passage.values()) == pytest.approx(1, abs=0.01)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    whole, passages = vectors_of(["treaty, and data"] * 3, rarity(treaty=5, data=300))

    assert whole["treaty"] > whole["data"] > 0
    assert passages[0]["treaty"] > passages[0]["data"] > 0


def test_a_single_mention_is_no_topic() -> None:
    _, passages = vectors_of(
        ["treaty, and birthday", "treaty", "treaty"], rarity(treaty=5, birthday=5)
    )

    assert passages[0].keys() == {"treaty"}


def test_words_of_one_conversation_only_are_left_out() -> None:
    whole, _ = vectors_of(["treaty, and zorblax"] * 3, rarity(treaty=5))

    assert whole.keys() == {"treaty"}


def test_a_library_of_one_topic_has_vectors_too() -> None:
    whole, passages = vectors_of(["treaty"] * 3, Rarity(3, {"treaty": 3}))

    assert whole == {"treaty": 1.0}
    assert passages == [{"treaty": 1.0}] * 3


@given(st.lists(st.text(max_size=80), max_size=6))
def test_every_text_has_a_vector(texts: list[str]) -> None:
    whole, passages = vectors_of(texts, rarity(treaty=5))

    assert len(passages) == len(texts)
    assert whole.keys() <= {"treaty"}
