"""Edits move to a version of the cues that somebody else changed."""

import random

from hypothesis import given
from hypothesis import strategies as st

from library.captions import Cue
from library.captions.editing import Edit, Piece, apply_edits
from library.captions.rebasing import rebase_edits


def make_cues(count: int) -> list[Cue]:
    return [Cue(f"cue {n}", 5.0 * n, 5.0 * n + 4, "Host") for n in range(count)]


def said(number: int, text: str = "Mine.") -> Edit:
    return Edit(number, number, (Piece(text, "Host"),))


def test_an_edit_moves_with_its_cue() -> None:
    old = make_cues(5)
    new = apply_edits(old, [Edit(1, 1, ()), Edit(3, 3, (Piece("cue", "Host"), Piece("2", "Host")))])

    fitting, others = rebase_edits([said(2), said(4), said(5)], old, new.cues)

    assert [(edit.first, edit.last) for edit in fitting] == [(1, 1), (4, 4), (5, 5)]
    assert others == []


def test_an_edit_of_a_changed_cue_does_not_apply() -> None:
    old = make_cues(5)
    new = apply_edits(old, [said(2, "Theirs."), Edit(4, 4, ())]).cues

    edits = [said(2), Edit(3, 4, (Piece("joined", "Host"),)), said(5)]
    fitting, others = rebase_edits(edits, old, new)

    assert (fitting, others) == ([said(4)], edits[:2])


@given(st.integers(0, 10**9))
def test_edits_of_different_cues_can_be_made_in_either_order(seed: int) -> None:
    rng = random.Random(seed)
    old = make_cues(12)
    numbers = rng.sample(range(1, 13), 6)
    kinds = [lambda n: said(n, f"by {n}"), lambda n: Edit(n, n, ())]
    mine, theirs = ([rng.choice(kinds)(n) for n in part] for part in (numbers[:3], numbers[3:]))

    fitting, others = rebase_edits(mine, old, apply_edits(old, theirs).cues)

    assert others == []
    both = apply_edits(apply_edits(old, theirs).cues, fitting).cues
    assert both == apply_edits(old, [*mine, *theirs]).cues


def test_many_changes_in_a_long_transcript_are_matched() -> None:
    old = make_cues(5206)
    new = apply_edits(old, [Edit(n, n, ()) for n in range(1, 5206, 5)]).cues

    fitting, others = rebase_edits([said(n) for n in range(1, 5206)], old, new)

    assert [edit.first for edit in others] == list(range(1, 5206, 5))
    assert len(fitting) == 5205 - len(others)
