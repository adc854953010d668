import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.text.highlighting import EXCERPT, Piece, Span, cut, excerpt, found, moved, within

TEXT = "We fear the end. We hope for a cure."
SPANS = st.lists(
    st.builds(
        Span, start=st.integers(0, 60), end=st.integers(0, 60), kind=st.sampled_from(["a", "b"])
    )
)


@given(st.text(max_size=50), SPANS)
def test_no_stretch_loses_or_doubles_a_character(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in cut(text, spans)) == text


def test_marked_pieces_say_what_they_are_marked_as() -> None:
    spans = moved([{"start": 3, "end": 7, "share": -4.0}, {"start": 20, "end": 24, "share": 2.0}])

    assert [piece for piece in cut(TEXT, spans) if piece.kind] == [
        Piece("fear", "risk"),
        Piece("hope", "opportunity"),
    ]


def test_of_overlapping_stretches_the_earlier_and_longer_stays() -> None:
    pieces = cut("abcdef", [Span(1, 3, "a"), Span(1, 4, "b"), Span(3, 6, "c")])

    assert pieces == [Piece("a"), Piece("bcd", "b"), Piece("ef")]


@pytest.mark.parametrize(("words", "count"), [("WE", 2), ("fear  the", 1), ("", 0), ("(", 0)])
def test_words_are_found_whatever_case_and_space(words: str, count: int) -> None:
    assert len(found("We fear\nthe end. We hope.", words)) == count


def test_stretches_within_a_part_are_counted_from_its_beginning() -> None:
    assert within([Span(2, 6, "a"), Span(8, 9, "b")], 4, 8) == [Span(0, 2, "a")]


def test_an_excerpt_begins_with_a_sentence_and_holds_the_place() -> None:
    text = "It rained. " * 40 + "Then danger came. " + "It went on. " * 40
    at = text.index("danger")

    pieces = excerpt(text, [Span(at, at + 6, "risk")], at)

    assert Piece("danger", "risk") in pieces
    assert "".join(piece.text for piece in pieces).startswith("Then danger came.")
    assert len("".join(piece.text for piece in pieces)) <= EXCERPT + 4


def test_an_excerpt_of_unpunctuated_words_begins_near_the_place() -> None:
    text = "word " * 200 + "danger " + "word " * 200
    at = text.index("danger")

    pieces = excerpt(text, [Span(at, at + 6, "risk")], at)

    assert pieces[0] == Piece("… ")
    assert Piece("danger", "risk") in pieces
