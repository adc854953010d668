"""The mirror rule: which conversations are offered as counterbalance, and in which order.

Candidates must be at least `DISTANCE` points from the episode, whose position is s, and on the
other side of the middle. A displayed position of 0 is on neither side. If s is less than `MIDDLE`
points from 0, the episode takes no side, and its picks come from both sides of s: at least one from
each, if available. Candidates must also argue their own side: the share of their passages about AI
that lean to that side must be at least `ARGUES`.

Candidates must also share the topic: their similarity (`nearness`) must be at least `NEAR`. They
are ordered by

    nearness + SAME_LENS (if the lens is the same) - HUB x crowding
             - TECHNICAL (if the candidate's lens is technical),

then by distance from -s, then newest first, then by slug. `crowding` is a candidate's mean
similarity to the `NEIGHBOURS` episodes nearest to it. It lowers the rank of conversations that are
similar to many others. Technical talks explain more than they argue, so they rank a little lower.
Episodes pinned by editors come first, and banned ones are left out.

The constants were fitted together on judged pairs, so refit all of them if you change one
(docs/counterbalance.md).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scoring.core.spectrum import Lens, whole

DISTANCE = 20
"""Minimum distance between an episode and its pick, in points: a little more than half the
width of the mixed band."""
MIDDLE = 10
"""An episode less than this many points from 0 takes no side."""
MAX_PICKS = 3
MAX_ELSEWHERE = 2
NEAR = 0.33
"""Minimum similarity for two conversations to share a topic."""
SAME_LENS = 0.1
HUB = 0.3
TECHNICAL = 0.02
"""Penalty for a technical lens, chosen from 0, 0.02 and 0.04 by testing on the judged pairs."""
ARGUES = 0.05
"""Minimum share of passages about AI that must lean to the side of the conversation's position."""
NEIGHBOURS = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another published episode, considered as a pick.

    `nearness` is its topic similarity to the page's episode, from 0 to 1; `crowding` is its mean
    similarity to the `NEIGHBOURS` episodes nearest to it. `argues` is the share of its passages
    about AI that lean to the side of its position, or 1 for an editorial position.
    """

    key: int
    slug: str
    position: float
    lens: str
    published_on: date | None = None
    nearness: float = 0.0
    crowding: float = 0.0
    argues: float = 1.0


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen candidate; `delta` is its distance from the page's episode, in points."""

    candidate: Candidate
    delta: float
    pinned: bool = False


def takes_side(position: float) -> bool:
    """Return whether `position` is far enough from the middle to have an opposite side."""
    return abs(position) >= MIDDLE


def mirrors(position: float, other: float) -> bool:
    """Return whether an episode at `other` is a counterbalance to one at `position`."""
    if abs(other - position) < DISTANCE:
        return False
    return opposed(position, other) if takes_side(position) else True


def opposed(first: float, second: float) -> bool:
    """Return whether two displayed positions are on different sides of the middle."""
    return whole(first) * whole(second) < 0


def argued_share(position: float, ingredients: Mapping[str, float | None] | None) -> float:
    """Return the share of passages about AI that lean to the side of `position`.

    `ingredients` contains the counts behind the position. An editorial position has no
    ingredients, so its share is 1.
    """
    if not ingredients:
        return 1.0
    leaning = ingredients["opportunity" if position > 0 else "risk"] or 0.0
    return leaning / max(1.0, ingredients["passages"] or 0.0)


def counters(position: float, candidate: Candidate) -> bool:
    """Return whether `candidate` argues its side and is a counterbalance to `position`."""
    return candidate.argues >= ARGUES and mirrors(position, candidate.position)


def crowding(nearness: Iterable[float]) -> float:
    """Return the mean of an episode's `NEIGHBOURS` highest similarities to other episodes."""
    nearest = sorted(nearness, reverse=True)[:NEIGHBOURS]
    return sum(nearest) / len(nearest) if nearest else 0.0


def choose(
    position: float,
    lens: str,
    candidates: Iterable[Candidate],
    *,
    pins: Collection[int] = (),
    bans: Collection[int] = (),
    most: int = MAX_PICKS,
) -> list[Pick]:
    """Return up to `most` picks for an episode at `position`.

    `pins` and `bans` contain keys of candidates. Pinned episodes are picked regardless of their
    position and topic. The same input always gives the same picks.
    """
    allowed = sorted(
        (candidate for candidate in candidates if candidate.key not in bans),
        key=lambda candidate: _order(position, lens, candidate),
    )
    pinned = [candidate for candidate in allowed if candidate.key in pins][:most]
    ranked = [
        candidate
        for candidate in allowed
        if candidate.key not in pins
        and candidate.nearness >= NEAR
        and counters(position, candidate)
    ]
    chosen = _bracket(position, pinned, ranked, most - len(pinned))
    return [_pick(position, candidate, pins) for candidate in [*pinned, *chosen]]


def choose_elsewhere(
    position: float,
    candidates: Iterable[Candidate],
    *,
    shown: Collection[int] = (),
    bans: Collection[int] = (),
    most: int = MAX_ELSEWHERE,
) -> list[Pick]:
    """Return picks on the other side but about other topics, for a page with too few picks.

    `shown` contains the keys of the picks already on the page. Candidates are ordered by distance
    from the mirrored position, then newest first, then by slug.
    """
    room = min(most, MAX_PICKS - len(shown))
    ranked = sorted(
        (
            candidate
            for candidate in candidates
            if candidate.key not in bans
            and candidate.key not in shown
            and candidate.nearness < NEAR
            and counters(position, candidate)
        ),
        key=lambda candidate: (
            abs(candidate.position + position),
            -_newness(candidate),
            candidate.slug,
        ),
    )
    return [_pick(position, candidate) for candidate in _bracket(position, [], ranked, room)]


def strength(lens: str, candidate: Candidate) -> float:
    """Return the value by which a candidate is ranked; higher is better."""
    return (
        candidate.nearness
        + SAME_LENS * (candidate.lens == lens)
        - HUB * candidate.crowding
        - TECHNICAL * (candidate.lens == Lens.TECHNICAL)
    )


def _pick(position: float, candidate: Candidate, pins: Collection[int] = ()) -> Pick:
    return Pick(candidate, round(abs(candidate.position - position), 4), candidate.key in pins)


def _order(position: float, lens: str, candidate: Candidate) -> tuple[float, float, int, str]:
    """Return the sort key of a candidate; a candidate without a date is sorted as the oldest."""
    return (
        -round(strength(lens, candidate), 6),
        abs(candidate.position + position),
        -_newness(candidate),
        candidate.slug,
    )


def _newness(candidate: Candidate) -> int:
    return candidate.published_on.toordinal() if candidate.published_on else 0


def _bracket(
    position: float, pinned: list[Candidate], ranked: list[Candidate], free: int
) -> list[Candidate]:
    """Return the best candidates for the `free` slots.

    If `position` takes no side and all picks would be on the same side of it, the last candidate
    is replaced by the best one from the other side, if any.
    """
    chosen = ranked[: max(0, free)]
    if takes_side(position):
        return chosen
    for above in (False, True):
        if any((candidate.position > position) is above for candidate in [*pinned, *chosen]):
            continue
        missing = next(
            (candidate for candidate in ranked if (candidate.position > position) is above), None
        )
        if missing is not None and free > 0:
            chosen = [*chosen[: free - 1], missing]
    return chosen
