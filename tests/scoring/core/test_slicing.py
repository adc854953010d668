import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.captions import Cue
from scoring.core.slicing import REACH, TARGET, slice_at, slice_cues
from tests.make import make_cues
from tests.paths import REAL

WORDS = st.text(alphabet="ab.?!é", min_size=1, max_size=12)
CUES = st.lists(
    st.builds(
        Cue,
        text=st.lists(WORDS, max_size=40).map(" ".join),
        speaker=st.sampled_from(["", "Ann", "Ben"]),
    ),
    max_size=80,
)


def words(cues: list[Cue]) -> list[str]:
    return " ".join(cue.text for cue in cues).split()


@settings(max_examples=150, deadline=None)
@given(CUES, st.sampled_from([60, 300, TARGET]))
def test_no_word_is_lost_or_doubled(cues: list[Cue], target: int) -> None:
    pieces = slice_cues(cues, target=target)

    assert [word for piece in pieces for word in piece.text.split()] == words(cues)


@settings(max_examples=100, deadline=None)
@given(CUES)
def test_segments_have_the_cue_and_word_where_they_begin(cues: list[Cue]) -> None:
    for piece in slice_cues(cues, target=120):
        rest = cues[piece.first_cue].text.split()[piece.first_word :]
        assert rest[0] == piece.text.split()[0]
        assert piece.last_cue >= piece.first_cue


def test_indices_count_from_one() -> None:
    pieces = slice_cues(make_cues(["Some words here."] * 300))

    assert [piece.index for piece in pieces] == list(range(1, len(pieces) + 1))


def test_segments_have_about_the_target_length() -> None:
    text = "word " * 20_000

    sizes = [len(piece.text) for piece in slice_cues([Cue(text)])]

    assert max(sizes) <= TARGET + 2 * REACH
    assert min(sizes) >= TARGET - 2 * REACH
    assert abs(sum(sizes) / len(sizes) - TARGET) < 20


def test_a_segment_ends_at_a_turn_where_one_is_near() -> None:
    ann = Cue("Well this is what I think about it all. " * 26, speaker="Ann")
    ben = Cue("And this is what I answer to all of that. " * 25, speaker="Ben")

    first, second = slice_cues([ann, ben])

    assert first.text == ann.text.strip()
    assert second.text == ben.text.strip()


def test_a_segment_ends_at_a_sentence_where_there_is_no_turn() -> None:
    pieces = slice_cues([Cue("This sentence has seven words in it. " * 200)])

    assert all(piece.text.endswith(".") for piece in pieces)


def test_times_are_those_of_the_first_and_last_cue() -> None:
    cues = make_cues(["These are eight words in a short cue."] * 60)

    pieces = slice_cues(cues)

    assert pieces[0].start == 0.0
    assert pieces[-1].end == cues[-1].end
    assert [cues[piece.first_cue].start for piece in pieces] == [piece.start for piece in pieces]


def test_segments_of_an_untimed_text_have_no_times() -> None:
    pieces = slice_cues(make_cues(["No times at all here."] * 100, timed=False))

    assert {(piece.start, piece.end) for piece in pieces} == {(None, None)}


def test_a_text_without_words_has_no_segments() -> None:
    assert slice_cues([Cue("  "), Cue("")]) == []


@pytest.mark.parametrize("length", [1, 549, 551])
def test_a_short_text_is_one_segment(length: int) -> None:
    assert len(slice_cues([Cue("a " * length)])) == 1


@pytest.mark.skipif(not REAL.is_dir(), reason="no folder of real transcripts")
def test_the_reference_transcript_gives_156_segments() -> None:
    text = (REAL / "shard-theory-captions.txt").read_text()

    pieces = slice_cues([Cue(text)])

    assert abs(len(pieces) - 156) <= 5
    assert " ".join(piece.text for piece in pieces) == " ".join(text.split())


def test_a_corrected_text_is_sliced_at_the_same_places() -> None:
    cues = [Cue(f"cue {number} has these few words in it, all told.") for number in range(200)]
    old = slice_cues(cues)
    begins = [(piece.first_cue, piece.first_word) for piece in old]
    longer = [*cues[:3], Cue("quite another and a very much longer sentence " * 9), *cues[4:]]

    new = [piece for _, piece in slice_at(longer, begins)]

    assert [(piece.first_cue, piece.first_word) for piece in new] == begins
    assert [piece.text for piece in new[1:]] == [piece.text for piece in old[1:]]
    assert (
        " ".join(piece.text for piece in new).split()
        == " ".join(cue.text for cue in longer).split()
    )


def test_a_segment_without_words_is_left_out_and_later_ones_move_up() -> None:
    cues = [Cue("one"), Cue("two"), Cue("three")]

    pieces = slice_at(cues, [(0, 0), (1, 0), (1, 0), (2, 0), (3, 0)])

    assert [(place, piece.index, piece.text) for place, piece in pieces] == [
        (0, 1, "one"),
        (2, 2, "two"),
        (3, 3, "three"),
    ]


def test_the_first_segment_begins_with_the_first_word() -> None:
    assert [piece.text for _, piece in slice_at([Cue("a b"), Cue("c")], [(0, 1), (1, 0)])] == [
        "a b",
        "c",
    ]
