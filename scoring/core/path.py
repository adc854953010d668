"""Reading paths: short lists in which each conversation answers the previous one.

Each step is on the other side of the middle from the previous step and at least `DISTANCE` points
away, according to the displayed positions. One of its passages answers a passage of the previous
step. If several candidates qualify, the one with the most similar answer is chosen. In a tie, a
candidate with the lens of the previous step comes first, then the one nearest to the mirrored
position, then the first in the given order. The path starts with the candidate that gives the
longest path, or with the first such candidate in a tie.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.core.mirror import DISTANCE, opposed
from scoring.core.sentences import listed, signed
from scoring.core.spectrum import Band, Lens, whole

MAX_STEPS = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conversation that can become a step of the path."""

    key: int
    position: float
    lens: Lens


@dataclass(frozen=True, slots=True)
class Link:
    """A passage of one conversation, and the passage of another that answers it.

    `question` and `answer` are keys of passages, and `nearness` is their similarity. `subjects`
    contains the slugs of the subjects that both passages mention.
    """

    question: int
    answer: int
    nearness: float
    subjects: tuple[str, ...] = ()


Links = Mapping[tuple[int, int], Link]
"""Maps (answered conversation, answering conversation) to their link of highest similarity."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a path, the conversation that it answers, and the link between the two."""

    number: int
    candidate: Candidate
    answers: Candidate | None = None
    link: Link | None = None

    @property
    def distance(self) -> int:
        """Distance from the displayed position of the previous step, or 0 for the first step."""
        if self.answers is None:
            return 0
        return abs(whole(self.candidate.position) - whole(self.answers.position))


def choose_path(
    candidates: Sequence[Candidate], links: Links, *, most: int = MAX_STEPS
) -> list[Step]:
    """Return a path of up to `most` steps, or an empty list if no candidate answers another.

    `candidates` are in order of preference. The same input always gives the same path.
    """
    best: list[int] = []
    for start in range(len(candidates)):
        walked = _walk(candidates, links, start, most)
        if len(walked) > len(best):
            best = walked
        if len(best) == most:
            break
    if len(best) < 2:
        return []
    chosen = [candidates[index] for index in best]
    first = Step(1, chosen[0])
    return [
        first,
        *(
            Step(number, candidate, before, links[before.key, candidate.key])
            for number, (before, candidate) in enumerate(pairwise(chosen), 2)
        ),
    ]


def has_two_sides(positions: Collection[float]) -> bool:
    """Return whether two positions are on different sides and far enough apart for a path."""
    low, high = min(positions, default=0.0), max(positions, default=0.0)
    return low < 0 < high and whole(high) - whole(low) >= DISTANCE


def why_none(candidates: Sequence[Candidate]) -> str:
    """Return a sentence that explains why there is no path."""
    positions = [whole(candidate.position) for candidate in candidates]
    if not positions:
        return "No path yet: no placed conversation matches."
    if min(positions) >= 0 or max(positions) <= 0:
        missing = Band.RISK if min(positions) >= 0 else Band.OPPORTUNITY
        return f"No path yet: no conversation here is on the {missing.value} side."
    if not has_two_sides(positions):
        return (
            f"No path yet: no two conversations on different sides are {DISTANCE} points or more "
            "apart."
        )
    low, high = (
        sum(position < 0 for position in positions),
        sum(position > 0 for position in positions),
    )
    return (
        f"No path yet: {low} conversation{_s(low)} on the risk-forward side and {high} on the "
        "opportunity-forward side, but no passage of one answers a passage of another."
    )


def sentence(step: Step, subjects: Sequence[str] = ()) -> str:
    """Return a sentence that explains the step.

    `subjects` contains the names of the subjects that both passages mention.
    """
    candidate, before = step.candidate, step.answers
    if before is None:
        position, lens = signed(candidate.position), candidate.lens.value
        return f"Starts the path at {position}, with the {lens} lens."
    about = f" on {listed(subjects)}" if subjects else ""
    return (
        f"Answers step {step.number - 1}{about} from the other side, {step.distance} points away "
        f"({signed(candidate.position)} against {signed(before.position)})."
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _answers(candidate: Candidate, before: Candidate, links: Links) -> bool:
    if (before.key, candidate.key) not in links:
        return False
    apart = abs(whole(candidate.position) - whole(before.position))
    return opposed(candidate.position, before.position) and apart >= DISTANCE


def _walk(candidates: Sequence[Candidate], links: Links, start: int, most: int) -> list[int]:
    """Return the indices of the candidates on the path that starts with candidate `start`."""
    walked = [start]
    left = set(range(len(candidates))) - {start}
    while len(walked) < most:
        before = candidates[walked[-1]]
        ways = [index for index in left if _answers(candidates[index], before, links)]
        if not ways:
            break
        after = min(ways, key=lambda index: (*_fit(candidates[index], before, links), index))
        walked.append(after)
        left.remove(after)
    return walked


def _fit(candidate: Candidate, before: Candidate, links: Links) -> tuple[float, bool, float]:
    return (
        -links[before.key, candidate.key].nearness,
        candidate.lens != before.lens,
        abs(candidate.position + before.position),
    )
