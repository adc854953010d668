"""Sentences that explain mirror picks."""

from collections.abc import Sequence

from scoring.core.mirror import DISTANCE, Pick, mirrors, takes_side
from scoring.core.sentences import listed, signed
from scoring.core.spectrum import whole


def shown_delta(position: float, other: float) -> int:
    """Return the distance, in points, between two positions rounded for display."""
    return abs(whole(other) - whole(position))


def pick_sentence(position: float, lens: str, pick: Pick, topics: Sequence[str]) -> str:
    """Return sentences that explain why `pick` is offered on a page at `position`.

    `lens` is the lens of the page's episode; `topics` contains the names of the shared subjects.
    """
    other = pick.candidate.position
    delta = shown_delta(position, other)
    if not mirrors(position, other):
        where = f"Chosen by an editor, not by the rule: {_against(position, other, delta)}"
    elif takes_side(position):
        where = (
            f"At {signed(other)}, it is on the other side of the middle, {_points(delta)} from "
            f"this page at {signed(position)}"
        )
    else:
        side = "opportunity-forward" if other > position else "risk-forward"
        where = (
            f"This page is near the middle, at {signed(position)}; this one is at "
            f"{signed(other)}, {_points(delta)} to the {side} side"
        )
    return f"{_common(lens == pick.candidate.lens, lens, topics)} {where}."


def _against(position: float, other: float, delta: int) -> str:
    page = f"this page at {signed(position)}"
    if delta < DISTANCE:
        return f"at {signed(other)} it is only {_points(delta)} from {page}"
    if whole(other) == 0:
        return f"at 0 it is on neither side, {_points(delta)} from {page}"
    return f"at {signed(other)} it is on the same side as {page}"


def _common(same_lens: bool, lens: str, topics: Sequence[str]) -> str:
    if topics:
        through = f", mainly through the {lens} lens" if same_lens else ""
        return f"Both talk about {listed(topics)}{through}."
    if same_lens:
        return f"They share the {lens} lens, but have little topic in common."
    return "They have little topic in common."


def _points(count: int) -> str:
    return f"{count} point" if count == 1 else f"{count} points"
