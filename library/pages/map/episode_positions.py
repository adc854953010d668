"""Episodes in order of position, and the functions that group them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from library.charts import Spot
from library.models import Guest
from library.models.episode import EpisodeQuerySet
from library.text.number_formats import signed, thousands
from scoring.core.spectrum import Band, Lens, band_of

MAX_TITLE = 80
"""Maximum length of a title in the label of a mark, in characters."""

COLUMNS = (
    "pk",
    "slug",
    "title",
    "lead_assessment__position",
    "lead_assessment__lens",
    "lead_assessment__confidence",
    "current_transcript__word_count",
    "show__slug",
    "show__title",
    "shelf__slug",
    "shelf__title",
    "shelf__position",
    "published_on",
    "is_sample",
)


@dataclass(frozen=True, slots=True)
class MapEpisode:
    """An episode with a position, and the fields that the map shows or groups by."""

    pk: int
    slug: str
    title: str
    position: float
    lens: str
    confidence: str
    words: int | None
    show_slug: str
    show: str
    shelf_slug: str | None
    shelf: str | None
    shelf_order: int | None
    day: date | None
    is_sample: bool = False

    @property
    def year(self) -> int | None:
        return self.day.year if self.day else None

    @property
    def url(self) -> str:
        return reverse("library:episode", args=[self.slug])

    @property
    def band(self) -> Band:
        return band_of(self.position)

    @property
    def spot(self) -> Spot:
        return Spot(self.position, self.words)

    @property
    def label(self) -> str:
        title = self.title
        if len(title) > MAX_TITLE:
            title = title[: MAX_TITLE - 1].rstrip() + "…"
        length = f", {thousands(self.words)} words" if self.words else ""
        sample = ", sample" if self.is_sample else ""
        return f"{title}: {signed(self.position)}{length}, {self.confidence} confidence{sample}"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of episodes, shown as a row; `value` is its filter value, or '' if it has none."""

    order: tuple[int, str]
    name: str
    value: str


Grouping = Callable[[MapEpisode], Iterable[Group]]
LAST = 1_000_000


def placed_episodes(queryset: EpisodeQuerySet) -> tuple[list[MapEpisode], int]:
    """Return the episodes with a position, sorted by it, and the number of other episodes.

    `queryset` must come from `for_map`. One query.
    """
    rows = list(queryset.values_list(*COLUMNS))
    episodes = [MapEpisode(*row) for row in rows if row[3] is not None]
    episodes.sort(key=lambda episode: (episode.position, episode.slug))
    return episodes, len(rows) - len(episodes)


def grouping_of(by: str, episodes: EpisodeQuerySet) -> Grouping:
    """Return a function that maps an episode to its groups. One query if `by` is `guest`."""
    if by == "guest":
        return _by_guest(episodes)
    return GROUPINGS[by]


def _together(episode: MapEpisode) -> Iterable[Group]:
    yield Group((0, ""), "All together", "")


def _by_lens(episode: MapEpisode) -> Iterable[Group]:
    lens = Lens(episode.lens)
    yield Group((list(Lens).index(lens), ""), lens.label, lens.value)


def _by_shelf(episode: MapEpisode) -> Iterable[Group]:
    if episode.shelf is None:
        yield Group((LAST, ""), "No shelf", "")
    else:
        yield Group(
            (episode.shelf_order or 0, episode.shelf), episode.shelf, episode.shelf_slug or ""
        )


def _by_show(episode: MapEpisode) -> Iterable[Group]:
    yield Group((0, episode.show), episode.show, episode.show_slug)


def _by_year(episode: MapEpisode) -> Iterable[Group]:
    if episode.year is None:
        yield Group((LAST, ""), "Date unknown", "")
    else:
        yield Group((-episode.year, ""), str(episode.year), str(episode.year))


def _by_guest(episodes: EpisodeQuerySet) -> Grouping:
    guests: defaultdict[int, list[Group]] = defaultdict(list)
    rows = Guest.objects.filter(episodes__in=episodes.values("pk")).values_list(
        "episodes__pk", "name", "slug"
    )
    for pk, name, slug in rows:
        guests[pk].append(Group((0, name), name, slug))
    no_guest = Group((LAST, ""), "No guest", "")
    return lambda episode: guests.get(episode.pk) or [no_guest]


GROUPINGS: Mapping[str, Grouping] = {
    "lens": _by_lens,
    "shelf": _by_shelf,
    "show": _by_show,
    "year": _by_year,
    "together": _together,
}
BY = {
    "lens": "Lens",
    "shelf": "Shelf",
    "show": "Show",
    "guest": "Guest",
    "year": "Year",
    "together": "All together",
}
"""Names of the groupings, in display order."""
