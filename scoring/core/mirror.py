"""The mirror rule: which conversations are offered as counterbalance to one, and in which order.

The side is a filter. For an episode at position s the candidates are the other episodes at least
`DISTANCE` points away and on the other side of the middle; an episode shown as 0 is on neither
side. Within `MIDDLE` of it there is no other side: the picks then bracket the page, at least one
each way where there are any. A candidate must also argue its side: `ARGUES` of its passages about
AI lean to it. A calm talk that comes out at 12 answers nobody.

The topic decides. A candidate must be as near as `NEAR`, and the order is by

    nearness + SAME_LENS (if the lens is the same) - HUB x crowding
             - TECHNICAL (if the candidate's lens is technical),

then the nearer to -s, then the newer, then the slug. `crowding` is a candidate's mean nearness to
the ten pages nearest to it: a talk that is near to everybody is nobody's answer. A technical talk
explains more than it argues, so it comes a little later. Editors' pins come first, and bans never.

The numbers were fitted on judged pairs; refit them all together (docs/counterbalance.md).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scoring.core.spectrum import Lens, whole

DISTANCE = 20
"""Points: more than a band's half-width of 18, so that a pick never stands in the same place."""
MIDDLE = 10
"""Points from 0 within which an episode takes no side."""
MOST = 3
MOST_ELSEWHERE = 2
NEAR = 0.33
"""Nearness from which two conversations share a topic."""
SAME_LENS = 0.1
HUB = 0.3
TECHNICAL = 0.02
"""Less for a candidate with a technical lens. Chosen on the judged pairs among 0, .02 and .04."""
ARGUES = 0.05
"""Share of its passages about AI from which a conversation argues its side."""
NEIGHBOURS = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another published episode.

    `nearness` of its topic to the page's is from 0, nothing shared, to 1; `crowding` is its mean
    nearness to the `NEIGHBOURS` nearest other episodes. `argues` is the share of its passages that
    lean to the side that it stands on, 1 where an editor has placed it.
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
    """A candidate chosen; `delta` is how many points it stands away from the page."""

    candidate: Candidate
    delta: float
    pinned: bool = False


def takes_side(position: float) -> bool:
    """Tell whether `position` is far enough from the middle to have an other side."""
    return abs(position) >= MIDDLE


def mirrors(position: float, other: float) -> bool:
    """Tell whether an episode at `other` is a counterbalance to one at `position`."""
    if abs(other - position) < DISTANCE:
        return False
    return opposed(position, other) if takes_side(position) else True


def opposed(one: float, other: float) -> bool:
    """Tell whether two stand on different sides of the middle, as readers are shown them."""
    return whole(one) * whole(other) < 0


def argued_share(position: float, ingredients: Mapping[str, float | None] | None) -> float:
    """Return the share of the passages about AI that lean to the side of `position`.

    `ingredients` are those of the position; 1 without any, as where an editor placed an episode.
    """
    if not ingredients:
        return 1.0
    leaning = ingredients["opportunity" if position > 0 else "risk"] or 0.0
    return leaning / max(1.0, ingredients["passages"] or 0.0)


def counters(position: float, candidate: Candidate) -> bool:
    """Tell whether `candidate` argues the other side of an episode at `position`."""
    return candidate.argues >= ARGUES and mirrors(position, candidate.position)


def crowding(nearness: Iterable[float]) -> float:
    """Return the crowding of an episode, given its nearness to other episodes."""
    nearest = sorted(nearness, reverse=True)[:NEIGHBOURS]
    return sum(nearest) / len(nearest) if nearest else 0.0


def choose(
    position: float,
    lens: str,
    candidates: Iterable[Candidate],
    *,
    pins: Collection[int] = (),
    bans: Collection[int] = (),
    most: int = MOST,
) -> list[Pick]:
    """Return at most `most` picks for an episode at `position`, the same for the same input.

    `pins` and `bans` are keys of candidates; a pin holds wherever its episode stands.
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
    most: int = MOST_ELSEWHERE,
) -> list[Pick]:
    """Return episodes from the other side on other topics, for a page with fewer than `MOST` picks.

    `shown` are the keys of its picks. The nearest to the mirror image of `position` come first,
    then the newer, then the slug.
    """
    room = min(most, MOST - len(shown))
    ranked = sorted(
        (
            candidate
            for candidate in candidates
            if candidate.key not in bans
            and candidate.key not in shown
            and candidate.nearness < NEAR
            and counters(position, candidate)
        ),
        key=lambda one: (abs(one.position + position), -_newness(one), one.slug),
    )
    return [_pick(position, candidate) for candidate in _bracket(position, [], ranked, room)]


def strength(lens: str, candidate: Candidate) -> float:
    """Return what candidates are ordered by, the best highest."""
    return (
        candidate.nearness
        + SAME_LENS * (candidate.lens == lens)
        - HUB * candidate.crowding
        - TECHNICAL * (candidate.lens == Lens.TECHNICAL)
    )


def _pick(position: float, candidate: Candidate, pins: Collection[int] = ()) -> Pick:
    return Pick(candidate, round(abs(candidate.position - position), 4), candidate.key in pins)


def _order(position: float, lens: str, candidate: Candidate) -> tuple[float, float, int, str]:
    """Return what candidates are sorted by; those of unknown date come after all others."""
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
    """Return the first `free`; near the middle the last makes room for a side that is missing."""
    chosen = ranked[: max(0, free)]
    if takes_side(position):
        return chosen
    for above in (False, True):
        if any((one.position > position) is above for one in [*pinned, *chosen]):
            continue
        missing = next((one for one in ranked if (one.position > position) is above), None)
        if missing is not None and free > 0:
            chosen = [*chosen[: free - 1], missing]
    return chosen
