"""The reading path page."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from library import charts
from library.charts.shapes import mark_path
from library.filters import EpisodeFilter
from library.models import Episode, Segment, Shelf, Show
from library.pages.links import link
from library.pages.podcast.feed import enclosure_of
from library.pages.reading_path.passages import PathPassage, passage_about
from library.search import Match, Moment, find_matches, moments_of, parse_query
from scoring.core.path import Candidate, Step, choose_path, has_two_sides, sentence, why_none
from scoring.core.spectrum import Lens, band_of
from scoring.models import Assessment, Subject
from scoring.selectors.path_links import links_between

MAX_CANDIDATES = 120
"""Maximum number of episodes considered for a path; further episodes are ignored."""
MAX_MATCHES = 200
SUBJECTS_NAMED = 3
SUBJECTS_OFFERED = 12
MARK_MIDDLE, MARK_SIZE = 5.0, 2.6
"""Vertical centre and size of a mark on the strip, which is 100 units wide and 10 units high."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step of the path: an episode and, after a search, the best search result in the episode.

    `explanation` is a sentence that explains the step. `passages` holds a passage from the previous
    step and the passage that answers it; for the first step, `passages` is empty.
    """

    step: Step
    episode: Episode
    explanation: str
    moment: Moment | None
    passages: tuple[PathPassage, ...] = ()

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
        """SVG path of the previous step's mark; '' for the first step."""
        return _mark(self.step.answers.position) if self.step.answers else ""


class PathPage:
    """The reading path for the filters in `params`. Without filters, the path is empty.

    The candidates are the matching episodes: after a search, those with the best search results
    first; otherwise, the newest first.
    """

    def __init__(self, params: Mapping[str, str]) -> None:
        episodes = Episode.objects.published().with_lead_assessment().newest_first()
        self._filter = EpisodeFilter(params, episodes)
        bad = self._filter.errors
        self.filters = {
            name: params[name]
            for name in EpisodeFilter.base_filters
            if params.get(name) and name not in bad and name != "ordering"
        }
        self.text = self.filters.get("q", "")
        self.steps_of_scale = charts.scale_steps()

    @property
    def is_asked(self) -> bool:
        return bool(self.filters)

    @cached_property
    def matches(self) -> dict[int, Match]:
        """Best search result in each episode, by episode key."""
        best: dict[int, Match] = {}
        for match in find_matches(parse_query(self.text), limit=MAX_MATCHES):
            best.setdefault(match.episode, match)
        return best

    @cached_property
    def _candidates(self) -> list[Candidate]:
        if not self.is_asked:
            return []
        rows = self._filter.qs.values_list(
            "pk", "lead_assessment__position", "lead_assessment__lens"
        )
        assessed = [row for row in rows if row[1] is not None]
        order = {key: rank for rank, key in enumerate(self.matches)}
        assessed.sort(key=lambda row: order.get(row[0], len(order)))
        first = assessed[:MAX_CANDIDATES]
        return [Candidate(key, position, Lens(lens)) for key, position, lens in first]

    @cached_property
    def steps(self) -> list[PathStep]:
        keys = [candidate.key for candidate in self._candidates]
        links = links_between(keys, subject=self.filters.get("subject", "")) if keys else {}
        chosen = choose_path(self._candidates, links)
        if not chosen:
            return []
        shown = [step.candidate.key for step in chosen]
        episodes = {row.pk: row for row in Episode.objects.for_cards().filter(pk__in=shown)}
        linked = [step.link for step in chosen if step.link]
        segments = Segment.objects.in_bulk(
            [key for link_ in linked for key in (link_.question, link_.answer)]
        )
        slugs = {slug for link_ in linked for slug in link_.subjects}
        subjects = {row.slug: row for row in Subject.objects.filter(slug__in=slugs)}
        matches = [self.matches[key] for key in shown if key in self.matches]
        found = moments_of(parse_query(self.text), matches) if matches else []
        moments = {moment.episode.pk: moment for moment in found}
        return [
            self._step(step, episodes, segments, subjects, moments.get(step.candidate.key))
            for step in chosen
        ]

    def _step(
        self,
        step: Step,
        episodes: Mapping[int, Episode],
        segments: Mapping[int, Segment],
        subjects: Mapping[str, Subject],
        moment: Moment | None,
    ) -> PathStep:
        episode = episodes[step.candidate.key]
        if step.link is None or step.answers is None:
            return PathStep(step, episode, sentence(step), moment)
        shared = [subjects[slug] for slug in step.link.subjects if slug in subjects]
        before = episodes[step.answers.key]
        return PathStep(
            step,
            episode,
            sentence(step, [subject.name for subject in shared[:SUBJECTS_NAMED]]),
            moment,
            (
                passage_about(segments[step.link.question], before, shared),
                passage_about(segments[step.link.answer], episode, shared),
            ),
        )

    @property
    def why_none(self) -> str:
        return why_none(self._candidates)

    @property
    def considered(self) -> int:
        return len(self._candidates)

    @cached_property
    def title(self) -> str:
        """Title made from the filters, such as `Two sides of “alignment”, Safety`."""
        named = [f"“{self.text}”"] if self.text else []
        for name, value in self.filters.items():
            if name == "shelf":
                named.append(_title_of(Shelf, value))
            elif name == "show":
                named.append(_title_of(Show, value))
            elif name == "subject":
                named.append(_title_of(Subject, value))
            elif name != "q":
                named.append(value.replace("-", " "))
        return f"Two sides of {', '.join(named)}" if named else "A path between two sides"

    @cached_property
    def shelves(self) -> list[tuple[str, str]]:
        """Title and path URL of each shelf with episodes on both sides. One query."""
        positions_by_shelf: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        for title, slug, position in Episode.objects.candidates_by_shelf(MAX_CANDIDATES):
            positions_by_shelf[title, slug].append(position)
        return [
            (title, link(self.url, {"shelf": slug}))
            for (title, slug), positions in positions_by_shelf.items()
            if has_two_sides(positions)
        ]

    @cached_property
    def subjects(self) -> list[tuple[str, str]]:
        """Name and path URL of the most frequent subjects. One query."""
        most = Subject.objects.most_used()[:SUBJECTS_OFFERED]
        return [(subject.name, link(self.url, {"subject": subject.slug})) for subject in most]

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
        """Number of steps with audio in the feed."""
        return sum(enclosure_of(step.episode) is not None for step in self.steps)


def _mark(position: float) -> str:
    return mark_path(band_of(position), charts.along(position), MARK_MIDDLE, MARK_SIZE)


def _title_of(model: type[Shelf] | type[Show] | type[Subject], slug: str) -> str:
    column = "name" if model is Subject else "title"
    title = model._default_manager.filter(slug=slug).values_list(column, flat=True).first()
    return title or slug
