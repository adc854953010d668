"""Rows of the map, in which each mark is one episode, or a heap of episodes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from library import charts
from library.pages.map.episode_positions import Group, MapEpisode
from library.text.number_formats import score_range, signed
from scoring.core.spectrum import Band
from scoring.core.stats import quantile

NAME_GAP, CHARACTER_WIDTH, MIN_CHARACTERS = 5.0, 6.4, 12
"""Space between a mark and its name, width of a character, and minimum length of a shortened name.

The first two are in units of the map; the length is in characters.
"""
Groups = list[tuple[Group, list[MapEpisode]]]
Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Pile:
    """A heap: one mark for all episodes in a narrow range of positions, with a link to them."""

    heap: charts.Heap
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class OutlierName:
    """The title of the first or last episode in a row, displayed beside its mark."""

    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True)
class MapRow:
    """A group on the map: its episodes in order of position, and their marks or heaps."""

    group: Group
    episodes: Sequence[MapEpisode]
    height: float
    dots: Sequence[tuple[charts.Dot, MapEpisode]]
    piles: Sequence[Pile]
    url: str

    @property
    def names(self) -> list[OutlierName]:
        """Title of the first episode if it is risk-forward, and of the last if opportunity-forward.

        Titles that do not fit are left out.
        """
        if not self.dots:
            return []
        (left, first), (right, last) = self.dots[0], self.dots[-1]
        names = []
        if first.band is Band.RISK:
            x = left.x - left.reach - NAME_GAP
            names.append(_name(x, left.y, "end", first.title, room=x))
        if last.band is Band.OPPORTUNITY:
            x = right.x + right.reach + NAME_GAP
            names.append(_name(x, right.y, "start", last.title, room=charts.MAP_WIDTH - x))
        return [name for name in names if name]

    @property
    def summary(self) -> str:
        count = len(self.episodes)
        median = signed(quantile([episode.position for episode in self.episodes], 0.5))
        return f"{count} episode{'' if count == 1 else 's'}, median {median}"


def _name(x: float, y: float, anchor: str, title: str, *, room: float) -> OutlierName | None:
    """Return the title shortened to `room` units; None if fewer characters than the minimum fit."""
    characters = int(room / CHARACTER_WIDTH)
    if characters < min(MIN_CHARACTERS, len(title)):
        return None
    text = title if len(title) <= characters else f"{title[: characters - 1].rstrip()}…"
    return OutlierName(round(x, 1), y, anchor, text)


def dotted_rows(
    groups: Groups, swarms: Sequence[charts.SwarmRow[charts.Dot]], link: Link, by: str
) -> list[MapRow]:
    return [
        MapRow(
            group,
            episodes,
            row.height,
            list(zip(row.marks, episodes, strict=True)),
            [],
            _group_url(group, link, by),
        )
        for (group, episodes), row in zip(groups, swarms, strict=True)
    ]


def heaped_rows(groups: Groups, axis: charts.Axis, link: Link, by: str) -> list[MapRow]:
    positions = [[episode.position for episode in episodes] for _, episodes in groups]
    return [
        MapRow(
            group,
            episodes,
            row.height,
            [],
            [_pile(group, heap, link, by) for heap in row.marks],
            _group_url(group, link, by),
        )
        for (group, episodes), row in zip(groups, charts.heaps(positions, axis), strict=True)
    ]


def _pile(group: Group, heap: charts.Heap, link: Link, by: str) -> Pile:
    changes: dict[str, object] = {by: group.value} if group.value else {}
    # Zooming in on a heap at a single point would not help, so it links to the table.
    if heap.low == heap.high:
        changes["view"] = "table"
    label = (
        f"{group.name}, {score_range(heap.low, heap.high)}: "
        f"{heap.count} episode{'' if heap.count == 1 else 's'}"
    )
    return Pile(heap, label, link(**changes, **{"from": heap.low, "to": heap.high}))


def _group_url(group: Group, link: Link, by: str) -> str:
    return link(**{by: group.value}) if group.value else ""
