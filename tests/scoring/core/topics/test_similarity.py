from scoring.core.topics.similarity import distinct, product


def test_a_two_word_label_replaces_its_single_words() -> None:
    assert distinct(["net", "brain", "neural net"], most=4) == ["neural net", "brain"]


def test_only_the_first_of_related_words_is_a_label() -> None:
    assert distinct(["evaluate", "evaluating models", "treaty"], most=4) == ["evaluate", "treaty"]
    assert distinct(["align", "alignment"], most=4) == ["align"]
    assert distinct(["Reward", "reward model"], most=4) == ["reward model"]
    assert distinct(["neural nets", "Nets"], most=4) == ["neural nets"]


def test_the_number_of_labels_is_limited() -> None:
    assert distinct(["bread", "salt", "water"], most=2) == ["bread", "salt"]


def test_similarity_is_the_product_of_common_terms() -> None:
    assert product({1: 0.6, 2: 0.8}, {2: 0.5, 3: 0.5}) == 0.4
    assert product({1: 1.0}, {1: 1.01}) == 1.0
