"""The rows of the map: each group with its marks, single ones or heaps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from library import charts
from library.pages.map.episode_positions import Group, Place
from library.text.number_formats import score_range, signed
from scoring.core.stats import quantile

Groups = list[tuple[Group, list[Place]]]
Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Pile:
    """A heap of a row, with the link to the episodes in it."""

    heap: charts.Heap
    label: str
    url: str


@dataclass(frozen=True)
class MapRow:
    """One group of the map: its episodes by position, and its marks, of one kind or the other."""

    group: Group
    places: Sequence[Place]
    height: float
    dots: Sequence[tuple[charts.Dot, Place]]
    piles: Sequence[Pile]
    url: str

    @property
    def said(self) -> str:
        count = len(self.places)
        median = signed(quantile([place.position for place in self.places], 0.5))
        return f"{count} episode{'' if count == 1 else 's'}, median {median}"


def dotted_rows(
    groups: Groups, swarms: Sequence[charts.SwarmRow[charts.Dot]], link: Link, by: str
) -> list[MapRow]:
    return [
        MapRow(
            group,
            places,
            row.height,
            list(zip(row.marks, places, strict=True)),
            [],
            _group_url(group, link, by),
        )
        for (group, places), row in zip(groups, swarms, strict=True)
    ]


def heaped_rows(groups: Groups, axis: charts.Axis, link: Link, by: str) -> list[MapRow]:
    positions = [[place.position for place in places] for _, places in groups]
    return [
        MapRow(
            group,
            places,
            row.height,
            [],
            [_pile(group, heap, link, by) for heap in row.marks],
            _group_url(group, link, by),
        )
        for (group, places), row in zip(groups, charts.heaps(positions, axis), strict=True)
    ]


def _pile(group: Group, heap: charts.Heap, link: Link, by: str) -> Pile:
    changes: dict[str, object] = {by: group.value} if group.value else {}
    # A heap of a single point cannot be looked at any closer, so it opens as a table.
    if heap.low == heap.high:
        changes["view"] = "table"
    label = (
        f"{group.name}, {score_range(heap.low, heap.high)}: "
        f"{heap.count} episode{'' if heap.count == 1 else 's'}"
    )
    return Pile(heap, label, link(**changes, **{"from": heap.low, "to": heap.high}))


def _group_url(group: Group, link: Link, by: str) -> str:
    return link(**{by: group.value}) if group.value else ""
