from hypothesis import given
from hypothesis import strategies as st

from scoring.core.topics.excerpt import MAX_CHARACTERS, Mark, excerpt

HOPE = "Open source models are a gift to every small country that builds with them."
TEXT = (
    "We met in Geneva last spring and had a long dinner with friends. "
    f"{HOPE} "
    "Trains were late on the way home and nobody knew when the next one would leave."
)
VOCABULARY = ["open", "models", "and", "risk.", "we", "think", "it", "harms", "us,", "or"]
WORDS = st.lists(st.sampled_from(VOCABULARY))


def mark_on(text: str, part: str, points: float = 5.0) -> Mark:
    return Mark(text.index(part), text.index(part) + len(part), points)


def test_the_sentence_that_carries_the_score_is_quoted() -> None:
    assert excerpt(TEXT, [mark_on(TEXT, "a gift to every small country")], ["open"]) == HOPE


def test_without_marks_nothing_is_quoted() -> None:
    assert excerpt(TEXT, [], ["open"]) == ""
    assert excerpt("", [Mark(0, 4, 3.0)], ["open"]) == ""


def test_the_mark_on_the_shared_topic_is_quoted() -> None:
    marks = [mark_on(TEXT, "a long dinner", 6.0), mark_on(TEXT, "a gift to every", 4.0)]

    assert HOPE in excerpt(TEXT, marks, ["open sourc", "model"])
    assert "a long dinner" in excerpt(TEXT, marks, ["dinner"])


def test_negative_points_are_quoted_like_positive_ones() -> None:
    marks = [mark_on(TEXT, "a gift to every", -4.0)]

    assert excerpt(TEXT, marks, []) == HOPE


def test_an_ellipsis_marks_a_sentence_that_is_not_quoted_whole() -> None:
    text = (
        "and we walked along the river for most of the afternoon and talked about boats "
        "and we think this machine will harm every one of us before the year is over "
        "and we had soup in the evening with bread from the shop around the corner"
    )

    quoted = excerpt(text, [mark_on(text, "this machine will harm every one of us")], ["machin"])

    assert quoted.startswith("… ")
    assert quoted.endswith(" …")
    assert "boats" not in quoted
    assert "soup" not in quoted


def test_a_clause_beyond_the_maximum_length_is_not_quoted() -> None:
    text = "x" * (MAX_CHARACTERS + 1)

    assert excerpt(text, [Mark(0, 5, 50.0)], ["risk"]) == ""
    assert excerpt(text[1:], [Mark(0, 5, 50.0)], ["risk"]) == text[1:]


@given(WORDS, st.integers(0, 200), st.integers(1, 80))
def test_an_excerpt_is_a_part_of_the_passage_with_a_whole_mark(
    words: list[str], start: int, length: int
) -> None:
    text = " ".join(words)
    mark = Mark(start, start + length, 50.0)

    quoted = excerpt(text, [mark], ["risk"]).removeprefix("… ").removesuffix(" …")

    assert quoted in text
    assert len(quoted) <= MAX_CHARACTERS
    if quoted:
        assert text[start : start + length] in quoted
