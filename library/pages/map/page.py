"""The map of the library, with one row of episodes per group."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.urls import reverse

from library import charts
from library.filters import EpisodeFilter
from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.pages.links import link, page_number
from library.pages.map.episode_positions import BY, Group, MapEpisode, grouping_of, placed_episodes
from library.pages.map.rows import Groups, MapRow, dotted_rows, heaped_rows
from library.text.number_formats import score_range
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN

MAX_ROWS = 24
"""Maximum number of rows; if there are more groups, the largest are shown."""
TABLE_ROWS_PER_PAGE = 100
ZOOMS = (
    ("Whole scale", SCALE_MIN, SCALE_MAX),
    (f"{score_range(-50, 50)}", -50, 50),
    ("Risk-forward half", SCALE_MIN, 0),
    ("Opportunity-forward half", 0, SCALE_MAX),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of the map, with a link that selects or removes it."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group with its episodes in order of position."""

    name: str
    value: str
    episodes: list[MapEpisode]


class MapPage:
    """The map for `params`, the query parameters of the page at `path`.

    Besides the filters of the library, the parameters are `by` (the grouping), `from` and `to` (a
    range of the scale in whole points) and `view` (`table` for the table). Invalid values are
    ignored.
    """

    def __init__(self, path: str, params: Mapping[str, str]) -> None:
        self.path = path
        self._filter = EpisodeFilter(params, Episode.objects.for_map())
        self.errors: Mapping[str, list[str]] = self._filter.errors
        self.filters = {
            name: params[name]
            for name in EpisodeFilter.base_filters
            if params.get(name) and name not in self.errors and name != "ordering"
        }
        self.by = params.get("by", "") if params.get("by") in BY else "lens"
        axis = range_of(params)
        self.has_range = axis is not None
        self.axis = axis or charts.Axis()
        self.as_table = params.get("view") == "table"
        self._number = page_number(params)

    @cached_property
    def _queryset(self) -> EpisodeQuerySet:
        episodes: EpisodeQuerySet = self._filter.qs.order_by()
        return episodes

    @cached_property
    def _read(self) -> tuple[list[MapEpisode], int]:
        return placed_episodes(self._queryset)

    @property
    def unassessed(self) -> int:
        return self._read[1]

    @cached_property
    def episodes(self) -> list[MapEpisode]:
        """The episodes within the range, in order of position."""
        return [episode for episode in self._read[0] if self.axis.holds(episode.position)]

    @property
    def samples(self) -> int:
        """Number of fictional sample episodes within the range."""
        return sum(episode.is_sample for episode in self.episodes)

    @property
    def outside(self) -> int:
        return len(self._read[0]) - len(self.episodes)

    @cached_property
    def _groups(self) -> Groups:
        grouping = grouping_of(self.by, self._queryset)
        groups: defaultdict[Group, list[MapEpisode]] = defaultdict(list)
        for episode in self.episodes:
            for group in grouping(episode):
                groups[group].append(episode)
        return sorted(groups.items(), key=lambda item: item[0].order)

    @property
    def named_groups(self) -> list[NamedGroup]:
        """All groups, including those not shown as rows."""
        return [NamedGroup(group.name, group.value, episodes) for group, episodes in self._groups]

    @cached_property
    def shown_groups(self) -> Groups:
        largest = sorted(self._groups, key=lambda item: -len(item[1]))[:MAX_ROWS]
        return sorted(largest, key=lambda item: item[0].order)

    @property
    def rows_left_out(self) -> int:
        return len(self._groups) - len(self.shown_groups)

    @property
    def group_count(self) -> int:
        return len(self._groups)

    @cached_property
    def _swarms(self) -> "list[charts.SwarmRow[charts.Dot]] | None":
        return charts.swarms(
            [[episode.spot for episode in episodes] for _, episodes in self.shown_groups], self.axis
        )

    @property
    def is_heaped(self) -> bool:
        return self._swarms is None

    @cached_property
    def rows(self) -> list[MapRow]:
        if self._swarms is None:
            return heaped_rows(self.shown_groups, self.axis, self.link, self.by)
        return dotted_rows(self.shown_groups, self._swarms, self.link, self.by)

    @cached_property
    def table(self) -> "Page[tuple[Group, MapEpisode]]":
        """A row for each episode of each group, including groups that are not shown on the map."""
        rows = [(group, episode) for group, episodes in self._groups for episode in episodes]
        return Paginator(rows, TABLE_ROWS_PER_PAGE).get_page(self._number)

    @property
    def scale(self) -> str:
        """SVG view box for this range of the strip; the whole strip is 100 wide and 8 high."""
        low, high = charts.along(self.axis.low), charts.along(self.axis.high)
        return f"{low:g} 0 {max(0.5, high - low):g} 8"

    @property
    def steps(self) -> list[charts.Bar]:
        return charts.scale_steps()

    @property
    def ends(self) -> tuple[float, float, float]:
        return self.axis.low, (self.axis.low + self.axis.high) / 2, self.axis.high

    @property
    def params(self) -> dict[str, object]:
        whole = self.axis == charts.Axis()
        return {
            **self.filters,
            "by": "" if self.by == "lens" else self.by,
            "from": "" if whole else self.axis.low,
            "to": "" if whole else self.axis.high,
            "view": "table" if self.as_table else "",
        }

    def link(self, **changes: object) -> str:
        return link(self.path, self.params, **changes)

    @property
    def url(self) -> str:
        return self.link()

    @property
    def groupings(self) -> list[Choice]:
        return [
            Choice(label, self.link(by="" if by == "lens" else by), by == self.by)
            for by, label in BY.items()
        ]

    @property
    def zooms(self) -> list[Choice]:
        whole = charts.Axis()
        choices = []
        for label, low, high in ZOOMS:
            axis = charts.Axis(low, high)
            ends = {"from": "", "to": ""} if axis == whole else {"from": low, "to": high}
            choices.append(Choice(label, self.link(**ends), axis == self.axis))
        if not any(choice.is_chosen for choice in choices):
            choices.append(Choice(score_range(self.axis.low, self.axis.high), self.link(), True))
        return choices

    @property
    def grouping_label(self) -> str:
        return BY[self.by]

    @property
    def other_view(self) -> str:
        return self.link(view="" if self.as_table else "table")

    @property
    def chips(self) -> list[Choice]:
        """Active filters, with links that remove them."""
        return [
            Choice(f"{name.replace('_', ' ').capitalize()}: {value}", self.link(**{name: ""}), True)
            for name, value in self.filters.items()
        ]

    @property
    def library_url(self) -> str:
        return link(reverse("library:index"), self.filters)

    @property
    def reading_path_url(self) -> str:
        """URL of a reading path with the same filters, or '' without filters."""
        return link(reverse("library:path"), self.filters) if self.filters else ""

    @property
    def previous_link(self) -> str:
        return self.link(page=self.table.number - 1) if self.table.has_previous() else ""

    @property
    def next_link(self) -> str:
        return self.link(page=self.table.number + 1) if self.table.has_next() else ""


def range_of(params: Mapping[str, str]) -> charts.Axis | None:
    """Return the range of the scale between `from` and `to`, which can be in either order.

    If one value is missing, the range extends to that end of the scale. Returns None if both are
    missing or either is invalid.
    """
    if "from" not in params and "to" not in params:
        return None
    try:
        ends = int(params.get("from", SCALE_MIN)), int(params.get("to", SCALE_MAX))
    except ValueError:
        return None
    low, high = min(ends), max(ends)
    return charts.Axis(low, high) if SCALE_MIN <= low <= high <= SCALE_MAX else None
