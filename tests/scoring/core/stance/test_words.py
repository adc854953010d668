from hypothesis import given
from hypothesis import strategies as st

from scoring.core.stance.words import features_of, negated, read_words

TEXT = st.text(st.sampled_from("aBé' ’.,-\n0İß"), max_size=60)


@given(TEXT)
def test_every_word_is_at_its_reported_place(text: str) -> None:
    words = read_words(text)
    runs = [(index, index) for index in range(len(words.words))]

    for word, (start, end) in zip(words.words, words.places(runs), strict=True):
        assert text[start:end].lower() == word


def test_punctuation_case_and_apostrophes_do_not_count() -> None:
    assert features_of("They DON’T know; it’s over.") == features_of("they dont know its over")


def test_features_are_stems_pairs_and_denied_stems() -> None:
    assert features_of("Never catastrophic") == [
        "never",
        "catast",
        "never catast",
        "!catast",
    ]


def test_a_negation_covers_three_words_until_the_next_negation() -> None:
    assert negated(["no", "a", "b", "c", "d"]) == [1, 2, 3]
    assert negated(["not", "a", "not", "b", "c", "d", "e"]) == [1, 2, 3, 4, 5]
    assert negated(["never"]) == []
