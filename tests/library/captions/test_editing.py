"""Edits of cues lose no words except deleted ones, and keep words and times in order."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.captions import Cue
from library.captions.editing import Edit, EditError, Piece, apply_edits, describe_edits

WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "the", "of", "model"])
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
NAMES = st.sampled_from(["", "Host", "Guest"])


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Cue], list[Edit]]:
    timed = draw(st.booleans())
    cues = [
        Cue(text, 5.0 * place if timed else None, 5.0 * place + 4 if timed else None, "Host")
        for place, text in enumerate(draw(st.lists(TEXTS, min_size=1, max_size=12)))
    ]
    edits, number = [], 1
    while number <= len(cues):
        last = min(len(cues), number + draw(st.integers(0, 2)))
        if draw(st.booleans()):
            pieces = draw(st.lists(st.builds(Piece, TEXTS, NAMES), max_size=3))
            edits.append(Edit(number, last, tuple(pieces)))
        number = last + 1
    if all(not edit.pieces for edit in edits) and sum(e.last - e.first + 1 for e in edits) == len(
        cues
    ):
        edits = []
    return cues, edits


def words(texts: Sequence[Cue | Piece]) -> list[str]:
    return [word for text in texts for word in text.text.split()]


@given(edited())
def test_edits_replace_exactly_their_cues(
    case: tuple[list[Cue], list[Edit]],
) -> None:
    cues, edits = case
    by_first = {edit.first: edit for edit in edits}
    expected, number = [], 1
    while number <= len(cues):
        edit = by_first.get(number)
        expected += words(edit.pieces) if edit else words([cues[number - 1]])
        number = edit.last + 1 if edit else number + 1

    assert words(apply_edits(cues, edits).cues) == expected


@given(edited())
def test_cues_without_an_edit_do_not_change(case: tuple[list[Cue], list[Edit]]) -> None:
    cues, edits = case
    touched = {n for edit in edits for n in range(edit.first, edit.last + 1)}
    result = apply_edits(cues, edits)

    for number, cue in enumerate(cues, start=1):
        if number not in touched:
            place, word = result.position(number - 1, 0)
            assert (result.cues[place], word) == (cue, 0)


@given(edited())
def test_new_times_are_ordered_and_within_the_old_ones(case: tuple[list[Cue], list[Edit]]) -> None:
    cues, edits = case
    times = [time for cue in apply_edits(cues, edits).cues for time in (cue.start, cue.end)]

    if cues[0].start is None:
        assert set(times) == {None}
    else:
        assert times == sorted(times)  # type: ignore[type-var]
        assert times[0] >= cues[0].start  # type: ignore[operator]
        assert times[-1] <= cues[-1].end  # type: ignore[operator]


@given(edited())
def test_mapped_positions_ascend_and_are_words_of_the_result(
    case: tuple[list[Cue], list[Edit]],
) -> None:
    cues, edits = case
    result = apply_edits(cues, edits)
    places = [
        result.position(cue, word)
        for cue in range(len(cues))
        for word in range(len(cues[cue].text.split()))
    ]

    assert places == sorted(places)
    for cue, word in places:
        assert cue == len(result.cues) or word < len(result.cues[cue].text.split())


@given(st.lists(TEXTS, min_size=2, max_size=6), st.data())
def test_splitting_and_joining_keeps_words_and_times(texts: list[str], data: st.DataObject) -> None:
    cues = [Cue(text, 5.0 * place, 5.0 * place + 4) for place, text in enumerate(texts)]
    joined = apply_edits(cues, [Edit(1, len(cues), (Piece(" ".join(texts)),))])
    assert [(cue.start, cue.end) for cue in joined.cues] == [(0.0, cues[-1].end)]

    again = apply_edits(cues, [Edit(1, len(cues), tuple(Piece(text) for text in texts))])
    assert list(again.cues) == cues


def test_a_split_within_a_cue_is_timed_by_its_share_of_characters() -> None:
    cue = Cue("four five four five", 10.0, 20.0, "Host")

    result = apply_edits(
        [cue], [Edit(1, 1, (Piece("four", "Host"), Piece("five four five", "Ann")))]
    )

    assert result.cues == (
        Cue("four", 10.0, 12.5, "Host"),
        Cue("five four five", 12.5, 20.0, "Ann"),
    )


def test_a_deleted_word_has_the_position_of_the_next_one() -> None:
    cues = [Cue("one two"), Cue("three"), Cue("four five")]
    result = apply_edits(cues, [Edit(2, 2, ()), Edit(3, 3, (Piece("five"),))])

    assert [cue.text for cue in result.cues] == ["one two", "five"]
    assert [result.position(1, 0), result.position(2, 0), result.position(2, 1)] == [(1, 0)] * 3


def test_white_space_counts_as_one_space() -> None:
    result = apply_edits([Cue("a")], [Edit(1, 1, (Piece(" b\n c ", "  Ann  Guest "),))])

    assert result.cues == (Cue("b c", speaker="Ann Guest"),)


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([Edit(0, 1, (Piece("a"),))], "Cues 0 to 1 do not exist; the last one is 2."),
        ([Edit(2, 3, (Piece("a"),))], "Cues 2 to 3 do not exist"),
        ([Edit(2, 1, (Piece("a"),))], "Cues 2 to 1 do not exist"),
        ([Edit(1, 1, (Piece("  "),))], "Cue 1 has no text. Delete it instead."),
        ([Edit(1, 1, (Piece("x" * 20_001),))], "Cue 1 has more than 20,000 characters."),
        ([Edit(1, 1, (Piece("a", "x" * 201),))], "The speaker of cue 1 has more than 200"),
        ([Edit(1, 2, (Piece("a"),)), Edit(2, 2, ())], "Cue 2 is edited twice."),
        ([Edit(1, 2, ())], "A transcript needs at least one cue."),
    ],
)
def test_invalid_edits_are_rejected(edits: list[Edit], reason: str) -> None:
    with pytest.raises(EditError) as error:
        apply_edits([Cue("one"), Cue("two")], edits)

    assert error.value.reasons[0].startswith(reason)


def test_the_summary_counts_each_kind_of_change() -> None:
    cues = [Cue(f"word {number}", speaker="Host") for number in range(9)]
    edits = [
        Edit(1, 1, (Piece("other words", "Host"),)),
        Edit(2, 2, (Piece("word", "Host"), Piece("1", "Host"))),
        Edit(3, 4, (Piece("word 2 word 3", "Host"),)),
        Edit(5, 6, ()),
        Edit(7, 7, (Piece("word 6", "Ann"),)),
    ]

    assert describe_edits(cues, edits) == (
        "1 corrected, 1 split, 2 joined, 2 deleted, 1 assigned to another speaker"
    )
