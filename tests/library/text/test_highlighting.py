import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.text.highlighting import (
    EXCERPT_LENGTH,
    Piece,
    Span,
    clip_spans,
    excerpt,
    find_spans,
    phrase_spans,
    split_pieces,
)

TEXT = "We fear the end. We hope for a cure."
SPANS = st.lists(
    st.builds(
        Span, start=st.integers(0, 60), end=st.integers(0, 60), kind=st.sampled_from(["a", "b"])
    )
)


@given(st.text(max_size=50), SPANS)
def test_pieces_contain_every_character_once(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in split_pieces(text, spans)) == text


def test_marked_pieces_have_the_side_of_their_phrase() -> None:
    spans = phrase_spans(
        [{"start": 3, "end": 7, "share": -4.0}, {"start": 20, "end": 24, "share": 2.0}], 0.0
    )

    assert [piece for piece in split_pieces(TEXT, spans) if piece.kind] == [
        Piece("fear", "risk"),
        Piece("hope", "opportunity"),
    ]


def test_only_phrases_on_the_side_of_the_score_are_marked() -> None:
    phrases = [{"start": 3, "end": 7, "share": -4.0}, {"start": 20, "end": 24, "share": 2.0}]

    assert phrase_spans(phrases, -30.0) == [Span(3, 7, "risk")]
    assert phrase_spans(phrases, 30.0) == [Span(20, 24, "opportunity")]


def test_the_earlier_and_longer_of_overlapping_spans_wins() -> None:
    pieces = split_pieces("abcdef", [Span(1, 3, "a"), Span(1, 4, "b"), Span(3, 6, "c")])

    assert pieces == [Piece("a"), Piece("bcd", "b"), Piece("ef")]


@pytest.mark.parametrize(("words", "count"), [("WE", 2), ("fear  the", 1), ("", 0), ("(", 0)])
def test_words_are_found_whatever_case_and_space(words: str, count: int) -> None:
    assert len(find_spans("We fear\nthe end. We hope.", words)) == count


def test_the_longest_of_several_texts_is_found_first() -> None:
    spans = find_spans("We fear the end.", "end", "fear", "fear the", "")

    assert [(span.start, span.end) for span in spans] == [(3, 11), (12, 15)]
    assert find_spans("We fear the end.", "end", "fear", limit=1) == [Span(3, 7, "find")]


def test_clipped_spans_are_relative_to_the_start() -> None:
    assert clip_spans([Span(2, 6, "a"), Span(8, 9, "b")], 4, 8) == [Span(0, 2, "a")]


def test_an_excerpt_starts_with_a_sentence_and_contains_the_offset() -> None:
    text = "It rained. " * 40 + "Then danger came. " + "It went on. " * 40
    at = text.index("danger")

    pieces = excerpt(text, [Span(at, at + 6, "risk")], at)

    assert Piece("danger", "risk") in pieces
    assert "".join(piece.text for piece in pieces).startswith("Then danger came.")
    assert len("".join(piece.text for piece in pieces)) <= EXCERPT_LENGTH + 4


def test_an_excerpt_without_punctuation_starts_near_the_offset() -> None:
    text = "word " * 200 + "danger " + "word " * 200
    at = text.index("danger")

    pieces = excerpt(text, [Span(at, at + 6, "risk")], at)

    assert pieces[0] == Piece("… ")
    assert Piece("danger", "risk") in pieces
