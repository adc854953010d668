"""A reading path: a short list of conversations in which each answers the one before.

A step stands on the other side of the middle from the step before it, at least `DISTANCE` points
away, both by the numbers that are shown. Of those, it is the one whose topics are nearest to the
step before, then of the same lens, then nearest to the mirrored position, then first in the given
order. The path begins where it becomes longest, as near to the front of the given order as that
allows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.core.mirror import DISTANCE, opposed
from scoring.core.sentences import signed
from scoring.core.spectrum import Band, Lens, whole

MOST = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conversation that could be a step; `topics` are the weights of what it is about."""

    key: int
    position: float
    lens: Lens
    topics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A chosen conversation, the one it answers, and the topics of both, weightiest first."""

    number: int
    candidate: Candidate
    answers: Candidate | None
    shared: tuple[str, ...]

    @property
    def distance(self) -> int:
        """Points from the step before, as their whole numbers are shown; 0 for the first."""
        if self.answers is None:
            return 0
        return abs(whole(self.candidate.position) - whole(self.answers.position))


def choose_path(candidates: Sequence[Candidate], *, most: int = MOST) -> list[Step]:
    """Return the steps, at most `most`; none where no two candidates answer one another.

    `candidates` are in order of preference. The same input gives the same path.
    """
    best: list[int] = []
    for start in range(len(candidates)):
        walked = _walk(candidates, start, most)
        if len(walked) > len(best):
            best = walked
        if len(best) == most:
            break
    if len(best) < 2:
        return []
    chosen = [candidates[place] for place in best]
    return [
        Step(number, one, before, _shared(before, one))
        for number, (before, one) in enumerate(zip([None, *chosen], chosen, strict=False), 1)
    ]


def has_two_sides(positions: Collection[float]) -> bool:
    """Tell whether a path can be made of conversations at these positions."""
    low, high = min(positions, default=0.0), max(positions, default=0.0)
    return low < 0 < high and whole(high) - whole(low) >= DISTANCE


def why_none(candidates: Sequence[Candidate]) -> str:
    """Return one sentence that says why there is no path through `candidates`."""
    positions = [whole(candidate.position) for candidate in candidates]
    if not positions:
        return "No assessed conversation is found here."
    if min(positions) >= 0 or max(positions) <= 0:
        missing = Band.RISK if min(positions) >= 0 else Band.OPPORTUNITY
        return f"None of these stands on the {missing.value} side, so there is no other side."
    return (
        f"These stand too near to one another: no two on different sides are {DISTANCE} points "
        "or more apart, so none answers another."
    )


def sentence(step: Step, topics: Sequence[str] = ()) -> str:
    """Return what the step does on the path, in one sentence made from its numbers.

    `topics` are those of the shared ones that are to be named.
    """
    one, before = step.candidate, step.answers
    if before is None:
        return f"Begins the path at {signed(one.position)}, through the {one.lens.value} lens."
    common = f"both look through the {one.lens.value} lens"
    if topics:
        common = f"both are about {_listed(topics)}"
    elif one.lens != before.lens:
        common = (
            f"it looks through the {one.lens.value} lens, step {step.number - 1} through the "
            f"{before.lens.value} one"
        )
    return (
        f"Answers step {step.number - 1} from the other side of the middle, {step.distance} points "
        f"away ({signed(one.position)} to its {signed(before.position)}); {common}."
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _answers(one: Candidate, before: Candidate) -> bool:
    apart = abs(whole(one.position) - whole(before.position))
    return opposed(one.position, before.position) and apart >= DISTANCE


def _shared(before: Candidate | None, one: Candidate) -> tuple[str, ...]:
    if before is None:
        return ()
    common = before.topics.keys() & one.topics.keys()
    return tuple(sorted(common, key=lambda name: (-before.topics[name] * one.topics[name], name)))


def _walk(candidates: Sequence[Candidate], start: int, most: int) -> list[int]:
    """Return the places of the steps of the path that begins with candidate `start`."""
    walked = [start]
    left = set(range(len(candidates))) - {start}
    while len(walked) < most:
        before = candidates[walked[-1]]
        ways = [place for place in left if _answers(candidates[place], before)]
        if not ways:
            break
        after = min(ways, key=lambda place: (*_fit(candidates[place], before), place))
        walked.append(after)
        left.remove(after)
    return walked


def _fit(one: Candidate, before: Candidate) -> tuple[float, bool, float]:
    common = one.topics.keys() & before.topics.keys()
    # In hundredths: what is nearer by less than that is as near.
    near = round(sum(one.topics[name] * before.topics[name] for name in common), 2)
    return (
        -near,
        one.lens != before.lens,
        abs(one.position + before.position),
    )
