"""Everybody's judgement of an episode side by side: editors, the scorer, and how they agree."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.agreement import Agreement, Opinion, agreements_of
from scoring.core.spectrum import whole
from scoring.models import Assessment


@dataclass(frozen=True, slots=True)
class Judgement:
    """One assessment in the table; `difference` is in points from the automatic position."""

    assessment: Assessment
    difference: int | None

    @property
    def by(self) -> str:
        return self.assessment.assessor or f"Scorer {self.assessment.scorer}"


class Judgements:
    """The last published word of each assessor, latest first, and the automatic assessment."""

    def __init__(self, published: Sequence[Assessment], automatic: Assessment | None) -> None:
        latest: dict[str, Assessment] = {}
        for one in sorted(published, key=_published_last, reverse=True):
            if one.kind == Assessment.Kind.EDITORIAL:
                latest.setdefault(one.assessor, one)
        self.editorial = list(latest.values())
        self.automatic = automatic

    @property
    def rows(self) -> list[Judgement]:
        """The table: editors first; none unless there is an editor's."""
        if not self.editorial:
            return []
        base = self.automatic
        rows = [Judgement(one, _difference(one, base)) for one in self.editorial]
        return [*rows, Judgement(base, None)] if base else rows

    @property
    def agreements(self) -> list[Agreement]:
        return agreements_of(
            [
                Opinion(one.assessor, one.position, one.lens)
                for one in self.editorial
                if one.position is not None
            ]
        )


def _difference(one: Assessment, base: Assessment | None) -> int | None:
    if base is None or base.position is None or one.position is None:
        return None
    return whole(one.position) - whole(base.position)


def _published_last(assessment: Assessment) -> tuple[float, int]:
    at = assessment.published_at
    return (at.timestamp() if at else 0.0, assessment.pk)
