from hypothesis import given
from hypothesis import strategies as st

from library.captions import Cue
from library.captions.paragraphs import MAX_LENGTH, Paragraph, paragraphs, shown
from scoring.core.slicing import slice_cues

CUES = st.lists(
    st.builds(
        Cue,
        text=st.lists(st.sampled_from(["one", "two.", "three"]), min_size=1, max_size=30).map(
            " ".join
        ),
        speaker=st.sampled_from(["", "Ann", "Ben"]),
    ),
    min_size=1,
    max_size=60,
)


@given(CUES)
def test_the_paragraphs_contain_all_words_of_the_segment(cues: list[Cue]) -> None:
    pieces = slice_cues(cues, target=200)

    found = paragraphs(cues, [(piece.first_cue, piece.first_word) for piece in pieces])

    for piece, group in zip(pieces, found, strict=True):
        assert " ".join(paragraph.text for paragraph in group) == piece.text


def test_a_speaker_is_named_only_at_a_change() -> None:
    cues = [Cue("a", speaker="Ann"), Cue("b", speaker="Ben"), Cue("c", speaker="Ben")]

    assert shown(paragraphs(cues, [(0, 0), (2, 0)]), {}) == [
        [Paragraph("Ann", None, "a"), Paragraph("Ben", None, "b")],
        [Paragraph("", None, "c")],
    ]


def test_what_two_names_of_one_speaker_say_is_one_paragraph() -> None:
    said = [
        [Paragraph("Ann", 1.0, "a"), Paragraph("A. Lee", 2.0, "b"), Paragraph("A. Lee", 9.0, "c")],
        [Paragraph("Ann", 12.0, "d" * (MAX_LENGTH - 1)), Paragraph("A. Lee", 80.0, "e")],
    ]

    assert shown(said, {"Ann": "Ann Lee", "A. Lee": "Ann Lee"}) == [
        [Paragraph("Ann Lee", 1.0, "a b"), Paragraph("", 9.0, "c")],
        [Paragraph("", 12.0, "d" * (MAX_LENGTH - 1)), Paragraph("", 80.0, "e")],
    ]


def test_a_pause_starts_a_paragraph() -> None:
    cues = [Cue("a", 0.0, 1.0), Cue("b", 1.5, 2.0), Cue("c", 9.0, 10.0)]

    assert [one.text for one in paragraphs(cues, [(0, 0)])[0]] == ["a b", "c"]


def test_a_long_speech_is_split_at_a_sentence() -> None:
    sentence = "This is a sentence of some length, said slowly."
    cues = [Cue(sentence) for _ in range(40)]

    found = paragraphs(cues, [(0, 0)])[0]

    assert len(found) > 1
    assert all(len(one.text) < MAX_LENGTH + 2 * len(sentence) for one in found)


def test_a_cue_of_many_segments_is_split_into_words_once() -> None:
    class Said(str):
        splits = 0

        def split(self, *args: object, **kwargs: object) -> list[str]:  # type: ignore[override]
            Said.splits += 1
            return str(self).split()

    words = 50
    cue = Cue(Said("word " * words), None, None, "")

    found = paragraphs([cue], [(0, place) for place in range(words)])

    assert [[one.text for one in segment] for segment in found] == [["word"]] * words
    assert Said.splits == 1
