from hypothesis import given
from hypothesis import strategies as st

from library.text.word_diff import ADDED, KEPT, REMOVED, Part, side, word_diff


def test_only_the_words_that_differ_are_marked() -> None:
    assert word_diff("A town buys cameras.", "A city buys many cameras.") == [
        Part(KEPT, "A "),
        Part(REMOVED, "town"),
        Part(ADDED, "city"),
        Part(KEPT, " buys "),
        Part(ADDED, "many "),
        Part(KEPT, "cameras."),
    ]
    assert word_diff("My own.", "His second.") == [
        Part(REMOVED, "My own."),
        Part(ADDED, "His second."),
    ]


def test_browser_line_endings_are_not_a_difference() -> None:
    assert word_diff("one\r\ntwo", "one\ntwo") == [Part(KEPT, "one\ntwo")]


def test_very_long_texts_are_compared_as_a_whole() -> None:
    long = "word " * 9_000
    assert word_diff(long, long + "more") == [Part(REMOVED, long), Part(ADDED, long + "more")]
    assert word_diff(long, long) == [Part(KEPT, long)]


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_each_side_of_a_diff_restores_its_text(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(part.text for part in side(parts, ADDED)) == old
    assert "".join(part.text for part in side(parts, REMOVED)) == new
