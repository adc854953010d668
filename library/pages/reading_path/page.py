"""A reading path through what a filter leaves: conversations that answer one another in turn."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from library import charts
from library.charts.shapes import mark_path
from library.filters import EpisodeFilter
from library.models import Episode, Shelf, Show
from library.pages.links import link
from library.pages.podcast.feed import enclosure_of
from library.search import Moment, parse_query, search_moments
from scoring.core.path import Candidate, Step, choose_path, has_two_sides, sentence, why_none
from scoring.core.spectrum import Lens, band_of
from scoring.core.topics.similarity import distinct
from scoring.models import Assessment, EpisodeTerm

MOST_CANDIDATES = 120
"""Assessed episodes that a path is chosen from, from the front of the order."""
MOST_MOMENTS = 200
TOPIC_WEIGHT = 0.1
"""A term below this weight is not what a conversation is about; some 25 are above it."""
TOPICS_NAMED = 3
MARK_MIDDLE, MARK_SIZE = 5.0, 2.6
"""On a strip that is 100 wide and 10 high."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step with its episode, what it does on the path, and the moment that was searched for."""

    step: Step
    episode: Episode
    said: str
    moment: Moment | None

    @property
    def lead(self) -> Assessment | None:
        lead: Assessment | None = self.episode.lead_assessment
        return lead

    @property
    def number(self) -> int:
        return self.step.number

    @property
    def position(self) -> float:
        return self.step.candidate.position

    @property
    def mark(self) -> str:
        return _mark(self.position)

    @property
    def mark_before(self) -> str:
        """The mark of the step before, empty for the first."""
        return _mark(self.step.answers.position) if self.step.answers else ""


class PathPage:
    """The path for `given`, filters of the library; nothing is chosen where none is given.

    Of a search, the order is that of its moments, nearest first; else it is newest first.
    """

    def __init__(self, given: Mapping[str, str]) -> None:
        episodes = Episode.objects.published().with_lead_assessment().newest_first()
        self._filter = EpisodeFilter(given, episodes)
        bad = self._filter.errors
        self.filters = {
            name: given[name]
            for name in EpisodeFilter.base_filters
            if given.get(name) and name not in bad and name != "ordering"
        }
        self.text = self.filters.get("q", "")
        self.steps_of_scale = charts.scale_steps()

    @property
    def is_asked(self) -> bool:
        return bool(self.filters)

    @cached_property
    def moments(self) -> dict[int, Moment]:
        """The nearest moment of each episode by its key, nearest first, for the words searched."""
        found: dict[int, Moment] = {}
        for moment in search_moments(parse_query(self.text), limit=MOST_MOMENTS):
            found.setdefault(moment.episode.pk, moment)
        return found

    @cached_property
    def _candidates(self) -> list[Candidate]:
        if not self.is_asked:
            return []
        rows = self._filter.qs.values_list(
            "pk", "lead_assessment__position", "lead_assessment__lens"
        )
        assessed = [row for row in rows if row[1] is not None]
        order = {key: place for place, key in enumerate(self.moments)}
        assessed.sort(key=lambda row: order.get(row[0], len(order)))
        first = assessed[:MOST_CANDIDATES]
        topics = _topics_of([key for key, _, _ in first])
        return [
            Candidate(key, position, Lens(lens), topics.get(key, {}))
            for key, position, lens in first
        ]

    @cached_property
    def steps(self) -> list[PathStep]:
        chosen = choose_path(self._candidates)
        keys = [step.candidate.key for step in chosen]
        episodes = {one.pk: one for one in Episode.objects.for_cards().filter(pk__in=keys)}
        return [
            PathStep(
                step,
                episodes[step.candidate.key],
                sentence(step, distinct(step.shared, most=TOPICS_NAMED)),
                self.moments.get(step.candidate.key),
            )
            for step in chosen
        ]

    @property
    def why_none(self) -> str:
        return why_none(self._candidates)

    @property
    def considered(self) -> int:
        return len(self._candidates)

    @cached_property
    def title(self) -> str:
        """What the path is about, from the filters: `Two sides of “alignment”, Safety`."""
        named = [f"“{self.text}”"] if self.text else []
        for name, value in self.filters.items():
            if name == "shelf":
                named.append(_title_of(Shelf, value))
            elif name == "show":
                named.append(_title_of(Show, value))
            elif name != "q":
                named.append(value.replace("-", " "))
        return f"Two sides of {', '.join(named)}" if named else "A path of two sides"

    @cached_property
    def shelves(self) -> list[tuple[str, str]]:
        """Title and address of the path of each shelf from which one can be made; one query."""
        found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for title, slug, position in Episode.objects.candidates_by_shelf(MOST_CANDIDATES):
            found[title, slug].append(position)
        return [
            (title, link(self.url, {"shelf": slug}))
            for (title, slug), positions in found.items()
            if has_two_sides(positions)
        ]

    @property
    def url(self) -> str:
        return reverse("library:path")

    @property
    def address(self) -> str:
        return link(self.url, self.filters)

    @property
    def feed_url(self) -> str:
        return link(reverse("library:path-feed"), self.filters)

    @property
    def markdown_url(self) -> str:
        return link(reverse("library:path-markdown"), self.filters)

    @property
    def library_url(self) -> str:
        return link(reverse("library:index"), self.filters)

    @property
    def with_audio(self) -> int:
        """How many players can play from the feed."""
        return sum(enclosure_of(step.episode) is not None for step in self.steps)


def _mark(position: float) -> str:
    return mark_path(band_of(position), charts.along(position), MARK_MIDDLE, MARK_SIZE)


def _topics_of(episodes: Collection[int]) -> dict[int, dict[str, float]]:
    """Return label and weight of the terms that each episode is about; one query."""
    rows = EpisodeTerm.objects.in_force().filter(
        transcript__episode__in=episodes, term__topical=True, weight__gte=TOPIC_WEIGHT
    )
    found: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for episode, label, weight in rows.values_list("transcript__episode", "term__label", "weight"):
        found[episode][label] = weight
    return found


def _title_of(model: type[Shelf] | type[Show], slug: str) -> str:
    return model._default_manager.filter(slug=slug).values_list("title", flat=True).first() or slug
