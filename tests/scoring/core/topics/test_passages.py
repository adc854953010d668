from scoring.core.topics.passages import Said, nearest_pair

SUBJECT = (1,)


def test_the_pair_that_shares_most_is_found() -> None:
    ours = [Said({1: 0.6, 2: 0.8}, SUBJECT, 30), Said({3: 1.0}, SUBJECT, 30)]
    theirs = [Said({4: 1.0}, SUBJECT, -30), Said({3: 0.9}, SUBJECT, -30)]

    pair = nearest_pair(ours, theirs)

    assert pair is not None
    assert (pair.ours, pair.theirs, pair.nearness) == (1, 1, 0.9)


def test_both_must_lean_clearly_to_opposite_sides() -> None:
    ours = [Said({1: 1.0}, SUBJECT, 30)]
    same, level, against = (Said({1: 1.0}, SUBJECT, score) for score in (40, -24, -25))

    assert nearest_pair(ours, [same, level]) is None
    assert nearest_pair([Said({1: 1.0}, SUBJECT, 24)], [against]) is None
    pair = nearest_pair(ours, [same, level, against])
    assert pair is not None
    assert pair.theirs == 2


def test_both_must_mention_the_same_subject() -> None:
    ours = [Said({1: 1.0}, (1, 2), 30)]

    assert nearest_pair(ours, [Said({1: 1.0}, (3,), -30)]) is None
    assert nearest_pair(ours, [Said({1: 1.0}, (2, 3), -30)]) is not None


def test_passages_that_share_next_to_nothing_are_no_pair() -> None:
    ours = [Said({1: 0.1, 2: 0.9}, SUBJECT, 30)]

    assert nearest_pair(ours, [Said({1: 1.0}, SUBJECT, -30)]) is None
    assert nearest_pair([], [Said({1: 1.0}, SUBJECT, -30)]) is None
