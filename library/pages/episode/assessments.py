"""Table that compares the assessments of an episode, and the agreement among assessors."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.agreement import Agreement, Opinion, agreements_of
from scoring.core.spectrum import whole
from scoring.models import Assessment


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row of the table; `difference` is its position minus the automatic position, in points."""

    assessment: Assessment
    difference: int | None

    @property
    def by(self) -> str:
        return self.assessment.assessor or f"Scorer {self.assessment.scorer}"


class Judgements:
    """The latest published assessment by each assessor, newest first, and the automatic one."""

    def __init__(self, published: Sequence[Assessment], automatic: Assessment | None) -> None:
        latest: dict[str, Assessment] = {}
        for assessment in sorted(published, key=_publication_order, reverse=True):
            if assessment.kind == Assessment.Kind.EDITORIAL:
                latest.setdefault(assessment.assessor, assessment)
        self.editorial = list(latest.values())
        self.automatic = automatic

    @property
    def rows(self) -> list[Judgement]:
        """Rows of the table, automatic assessment last; empty if no editorial assessment exists."""
        if not self.editorial:
            return []
        base = self.automatic
        rows = [
            Judgement(assessment, _difference(assessment, base)) for assessment in self.editorial
        ]
        return [*rows, Judgement(base, None)] if base else rows

    @property
    def agreements(self) -> list[Agreement]:
        return agreements_of(
            [
                Opinion(assessment.assessor, assessment.position, assessment.lens)
                for assessment in self.editorial
                if assessment.position is not None
            ]
        )


def _difference(assessment: Assessment, base: Assessment | None) -> int | None:
    if base is None or base.position is None or assessment.position is None:
        return None
    return whole(assessment.position) - whole(base.position)


def _publication_order(assessment: Assessment) -> tuple[float, int]:
    at = assessment.published_at
    return (at.timestamp() if at else 0.0, assessment.pk)
