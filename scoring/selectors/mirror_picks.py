"""Mirror picks and related conversations of an episode, with a constant number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from django.db.models import (
    Case,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from library.models import Episode
from scoring.core.mirror import (
    DISTANCE,
    MAX_PICKS,
    Candidate,
    Pick,
    argued_share,
    choose,
    choose_elsewhere,
    takes_side,
)
from scoring.core.related import Relation, relate
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, SHOWN
from scoring.models import Assessment, MirrorOverride
from scoring.selectors.inverted_index import nearest_by_topic
from scoring.selectors.topic_vectors import Topics

LOADED = 60
"""Maximum number of candidates per side in each of two searches: by terms and by subjects."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """The pins and bans of one episode.

    `pins` maps the keys of pinned episodes to reasons. `bans` holds the keys of banned episodes.
    """

    pins: dict[int, str] = field(default_factory=dict)
    bans: frozenset[int] = frozenset()


class Picks:
    """Mirror picks and related conversations of an episode, computed on first use."""

    def __init__(self, episode: Episode, lead: Assessment | None) -> None:
        self.episode = episode
        self.lead = lead
        self.topics = Topics(episode.pk)
        self._compared: dict[int, tuple[float, list[str]]] = {}

    @cached_property
    def overrides(self) -> Overrides:
        rows = MirrorOverride.objects.filter(Q(first=self.episode) | Q(second=self.episode))
        pins = {row.other_than(self.episode.pk): row.reason for row in rows if row.kind == "pin"}
        bans = {row.other_than(self.episode.pk) for row in rows if row.kind == "ban"}
        return Overrides(pins, frozenset(bans))

    @cached_property
    def picks(self) -> list[Pick]:
        """Mirror picks on the same topic, in display order; [] if the episode has no position."""
        if self.lead is None or self.lead.position is None:
            return []
        ranges = other_sides(self.lead.position)
        near = nearest_by_topic(self.topics, limit=LOADED, ranges=ranges)
        candidates = candidates_of({*self.overrides.pins, *near} - {self.episode.pk})
        return choose(
            self.lead.position,
            self.lead.lens,
            self._compare(candidates),
            pins=self.overrides.pins,
            bans=self.overrides.bans,
        )

    @cached_property
    def elsewhere(self) -> list[Pick]:
        """Picks on other topics, offered only if there are fewer than three on the same topic."""
        if self.lead is None or self.lead.position is None or len(self.picks) >= MAX_PICKS:
            return []
        shown = [pick.candidate.key for pick in self.picks]
        candidates = mirrored(self.episode.pk, self.lead.position, leave_out=shown)
        return choose_elsewhere(
            self.lead.position,
            self._compare(candidates),
            shown=shown,
            bans=self.overrides.bans,
        )

    @cached_property
    def related(self) -> list[Relation]:
        """Related conversations other than the mirror picks, most closely related first."""
        picks = [*self.picks, *self.elsewhere]
        leave_out = [self.episode.pk, *(pick.candidate.key for pick in picks)]
        nearest = nearest_by_topic(self.topics, limit=LOADED)
        relations = relations_of(self.episode, nearest, leave_out=leave_out)
        near = self._nearness_of(relation.key for relation in relations)
        return relate(replace(relation, nearness=near[relation.key]) for relation in relations)

    def topics_with(self, key: int) -> list[str]:
        """Return the names of the main subjects shared with the episode that has this key."""
        return self._compared[key][1] if key in self._compared else []

    def _compare(self, candidates: list[Candidate]) -> list[Candidate]:
        near = self._nearness_of(candidate.key for candidate in candidates)
        return [replace(candidate, nearness=near[candidate.key]) for candidate in candidates]

    def _nearness_of(self, keys: Iterable[int]) -> dict[int, float]:
        """Return the similarity to each episode, or 0 if no shared subject can be named."""
        episodes = list(keys)
        new = [key for key in episodes if key not in self._compared]
        self._compared |= {**dict.fromkeys(new, (0.0, [])), **self.topics.compare(new)}
        compared = {key: self._compared[key] for key in episodes}
        return {key: near if names else 0.0 for key, (near, names) in compared.items()}


def other_sides(position: float) -> list[tuple[float, float]]:
    """Return the ranges of positions allowed for mirror picks of an episode at `position`."""
    above = (position + DISTANCE, float(SCALE_MAX))
    below = (float(SCALE_MIN), position - DISTANCE)
    if not takes_side(position):
        return [above, below]
    if position < 0:
        return [(max(above[0], SHOWN), above[1])]
    return [(below[0], min(below[1], -SHOWN))]


def candidates_of(episodes: Collection[int]) -> list[Candidate]:
    """Return a candidate for each of `episodes` that is published and has a position.

    Runs one query.
    """
    return _read(_candidates().filter(episode__in=episodes)) if episodes else []


def mirrored(
    episode_id: int, position: float, *, leave_out: Collection[int] = ()
) -> list[Candidate]:
    """Return candidates on any topic whose positions are nearest to the mirrored one, -`position`.

    Runs two queries that scan the index of positions, one in each direction from the mirrored
    position, so the cost does not grow with the library.
    """
    ranked = _candidates().exclude(episode__in=[episode_id, *leave_out])
    above, below = Q(position__gte=-position), Q(position__lt=-position)
    sides = Q()
    for low, high in other_sides(position):
        sides |= Q(position__gte=low, position__lte=high)
    return [
        *_read(ranked.filter(sides & above).order_by("position", "episode__slug")[:LOADED]),
        *_read(ranked.filter(sides & below).order_by("-position", "episode__slug")[:LOADED]),
    ]


@cache
def _candidates() -> QuerySet[Assessment, tuple[Any, ...]]:
    """Return the leading assessments of published and placed episodes, with the columns to read.

    Building this query takes longer than running it, so it is built once; only copies of it are
    evaluated.
    """
    current = FilteredRelation(
        "episode__transcripts", condition=Q(episode__transcripts__is_current=True)
    )
    columns = (
        "episode", "episode__slug", "position", "lens", "episode__published_on", "ingredients"
    )  # fmt: skip
    return (
        Assessment.objects.placed()
        .filter(leads=True, episode__status="published")
        .annotate(current=current, crowding=Coalesce("current__topics__crowding", Value(0.0)))
        .values_list(*columns, "crowding")
    )


def _read(rows: QuerySet[Assessment, tuple[Any, ...]]) -> list[Candidate]:
    """Return a candidate for each row of `_candidates`. The topic similarity is not set."""
    return [
        Candidate(
            key,
            slug,
            position,
            lens,
            published_on,
            crowding=crowding,
            argues=argued_share(position, ingredients),
        )
        for key, slug, position, lens, published_on, ingredients, crowding in rows
    ]


def relations_of(
    episode: Episode, nearest: list[int], *, leave_out: Collection[int]
) -> list[Relation]:
    """Return the relations of other published episodes to `episode`.

    Runs two queries, or one if the guests of `episode` are prefetched.
    """
    guests = {guest.pk: guest.name for guest in episode.guests.all()}
    kin = Q(pk__in=nearest) | Q(show=episode.show_id) | Q(guests__in=guests)
    if episode.shelf_id:
        kin |= Q(shelf=episode.shelf_id)
    first = Case(
        When(guests__in=guests, then=Value(0)),
        When(pk__in=nearest, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = (
        Episode.objects.published()
        .exclude(pk__in=leave_out)
        .filter(kin)
        .order_by(first, F("published_on").desc(nulls_last=True), "slug")
        .values_list("pk", "slug", "show", "shelf", "published_on", "guests")
    )
    names: dict[int, set[str]] = {}
    relations: dict[int, Relation] = {}
    for key, slug, show, shelf, published_on, guest in rows[: 3 * LOADED]:
        if guest in guests:
            names.setdefault(key, set()).add(guests[guest])
        relations[key] = Relation(
            key,
            slug,
            guests=tuple(sorted(names.get(key, ()))),
            same_shelf=shelf is not None and shelf == episode.shelf_id,
            same_show=show == episode.show_id,
            published_on=published_on,
        )
    return list(relations.values())
