"""The mirror rule: which conversations are offered as counterbalance to one, and in which order.

For an episode at position s the candidates are the other episodes at least `DISTANCE` points
away and on the other side of the middle; one that is shown as 0 is on neither side. Within `MIDDLE`
of it there is no other side: the picks then bracket the page, at least one each way where there are
any. Order: nearness to -s, the same lens, the nearer topic, the newer, the slug. Editors' pins come
first, and bans never.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from scoring.core.spectrum import whole

DISTANCE = 20
"""Points: more than a band's half-width of 18, so that a pick never stands in the same place."""
MIDDLE = 10
"""Points from 0 within which an episode takes no side."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another published episode; `nearness` of its topic is from 0, nothing shared, to 1."""

    key: int
    slug: str
    position: float
    lens: str
    published_on: date | None = None
    nearness: float = 0.0


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
        if candidate.key not in pins and mirrors(position, candidate.position)
    ]
    free = most - len(pinned)
    chosen = ranked[:free]
    if not takes_side(position):
        chosen = _bracket(position, pinned, ranked, free)
    return [
        Pick(candidate, round(abs(candidate.position - position), 4), candidate.key in pins)
        for candidate in [*pinned, *chosen]
    ]


def _order(position: float, lens: str, candidate: Candidate) -> tuple[float, bool, float, int, str]:
    """Return what candidates are sorted by; those of unknown date come after all others."""
    newness = candidate.published_on.toordinal() if candidate.published_on else 0
    return (
        abs(candidate.position + position),
        candidate.lens != lens,
        -candidate.nearness,
        -newness,
        candidate.slug,
    )


def _bracket(
    position: float, pinned: list[Candidate], ranked: list[Candidate], free: int
) -> list[Candidate]:
    """Return the first `free`, the last given up for a side that would else be missing."""
    chosen = ranked[:free]
    for above in (False, True):
        if any((one.position > position) is above for one in [*pinned, *chosen]):
            continue
        missing = next((one for one in ranked if (one.position > position) is above), None)
        if missing is not None and free:
            chosen = [*chosen[: free - 1], missing]
    return chosen
