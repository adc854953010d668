"""Select related conversations by guest, topic, shelf and show, and explain the selection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.core.mirror import NEAR
from scoring.core.sentences import listed

GUEST, SHELF, SHOW = 0.3, 0.1, 0.05
"""Strength that a shared guest, shelf or show adds to a relation. Topic similarity adds 0 to 1."""
MAX_RELATED = 4


@dataclass(frozen=True, slots=True)
class Relation:
    """Another published episode, and its relation to the page's episode."""

    key: int
    slug: str
    nearness: float = 0.0
    guests: tuple[str, ...] = ()
    same_shelf: bool = False
    same_show: bool = False
    published_on: date | None = None

    @property
    def strength(self) -> float:
        return (
            self.nearness
            + GUEST * bool(self.guests)
            + SHELF * self.same_shelf
            + SHOW * self.same_show
        )

    @property
    def relates(self) -> bool:
        return bool(self.guests) or self.same_shelf or self.same_show or self.nearness >= NEAR


def relate(relations: Iterable[Relation], *, most: int = MAX_RELATED) -> list[Relation]:
    """Return up to `most` relations, strongest first.

    Ties are ordered newest first, then by slug.
    """
    return sorted(
        (relation for relation in relations if relation.relates),
        key=lambda relation: (
            -round(relation.strength, 6),
            -(relation.published_on.toordinal() if relation.published_on else 0),
            relation.slug,
        ),
    )[:most]


def relation_sentence(relation: Relation, topics: Sequence[str]) -> str:
    """Return a sentence with the reasons why two episodes are related."""
    parts = [f"also with {listed(relation.guests)}"] if relation.guests else []
    if relation.nearness >= NEAR:
        parts.append(f"also about {listed(topics)}" if topics else "close in topic")
    if relation.same_shelf:
        parts.append("on the same shelf")
    if relation.same_show:
        parts.append("from the same show")
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""
