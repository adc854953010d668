from scoring.core.topics.passages import nearest_pair


def test_the_pair_that_shares_most_is_found() -> None:
    pair = nearest_pair([{1: 0.6, 2: 0.8}, {3: 1.0}], [{4: 1.0}, {3: 0.9}], [30, 30], [-30, -30])

    assert pair is not None
    assert (pair.ours, pair.theirs, pair.nearness) == (1, 1, 0.9)


def test_two_sides_are_preferred_to_the_same_words_on_one() -> None:
    pair = nearest_pair([{1: 1.0}], [{1: 1.0}, {1: 0.7}], [30], [40, -20])

    assert pair is not None
    assert pair.theirs == 1


def test_a_passage_that_is_shown_as_0_is_on_neither_side() -> None:
    pair = nearest_pair([{1: 1.0}], [{1: 1.0}, {1: 0.7}], [30], [40, -0.4])

    assert pair is not None
    assert pair.theirs == 0


def test_passages_that_share_next_to_nothing_are_no_pair() -> None:
    assert nearest_pair([{1: 0.1, 2: 0.9}], [{1: 1.0}], [30], [-30]) is None
    assert nearest_pair([], [{1: 1.0}], [], [-30]) is None
