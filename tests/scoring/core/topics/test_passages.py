from scoring.core.topics.passages import ScoredPassage, nearest_pair

SUBJECT = (1,)


def test_the_pair_of_passages_that_shares_most_is_chosen() -> None:
    ours = [ScoredPassage({1: 0.6, 2: 0.8}, SUBJECT, 30), ScoredPassage({3: 1.0}, SUBJECT, 30)]
    theirs = [ScoredPassage({4: 1.0}, SUBJECT, -30), ScoredPassage({3: 0.9}, SUBJECT, -30)]

    pair = nearest_pair(ours, theirs)

    assert pair is not None
    assert (pair.ours, pair.theirs, pair.nearness) == (1, 1, 0.9)


def test_both_passages_must_lean_clearly_to_opposite_sides() -> None:
    ours = [ScoredPassage({1: 1.0}, SUBJECT, 30)]
    same, level, against = (ScoredPassage({1: 1.0}, SUBJECT, score) for score in (40, -24, -25))

    assert nearest_pair(ours, [same, level]) is None
    assert nearest_pair([ScoredPassage({1: 1.0}, SUBJECT, 24)], [against]) is None
    pair = nearest_pair(ours, [same, level, against])
    assert pair is not None
    assert pair.theirs == 2


def test_both_must_mention_the_same_subject() -> None:
    ours = [ScoredPassage({1: 1.0}, (1, 2), 30)]

    assert nearest_pair(ours, [ScoredPassage({1: 1.0}, (3,), -30)]) is None
    assert nearest_pair(ours, [ScoredPassage({1: 1.0}, (2, 3), -30)]) is not None


def test_passages_that_share_almost_nothing_are_not_paired() -> None:
    ours = [ScoredPassage({1: 0.1, 2: 0.9}, SUBJECT, 30)]

    assert nearest_pair(ours, [ScoredPassage({1: 1.0}, SUBJECT, -30)]) is None
    assert nearest_pair([], [ScoredPassage({1: 1.0}, SUBJECT, -30)]) is None
