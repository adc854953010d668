import pytest

from scoring.core.nearness import cosine, topic_nearness


def test_only_shared_keys_count() -> None:
    assert cosine({"a": 0.6, "b": 0.8}, {"b": 0.5, "c": 1.0}) == pytest.approx(0.4)
    assert cosine({}, {"a": 1.0}) == 0


def test_terms_and_subjects_count_equally_between_zero_and_one() -> None:
    assert topic_nearness(0, 0) == 0
    assert topic_nearness(1, 1) == 1
    assert topic_nearness(0.25, 0) == topic_nearness(0, 0.25) == 0.25
    assert topic_nearness(1.0001, -0.0001) == 0.5
