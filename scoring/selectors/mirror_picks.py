"""Mirror picks and related conversations of one episode, in a constant number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Case, F, IntegerField, Q, Value, When

from library.models import Episode
from scoring.core.mirror import DISTANCE, MOST, Candidate, Pick, choose, takes_side
from scoring.core.related import Relation, relate
from scoring.core.spectrum import SHOWN
from scoring.core.topics.similarity import SHARED, distinct, product
from scoring.models import Assessment, EpisodeTerm, MirrorOverride
from scoring.selectors.inverted_index import nearest_episodes

LOADED = 60
"""Nearest candidates loaded each way; what lies beyond could only win among 60 equal ones."""
SEARCHED = 24
"""Weightiest terms of an episode that related ones are looked for by."""
TOPICS_NAMED = 4
TELLS = 0.005
"""What a topic must add to the nearness of two conversations to be named as shared by them."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """Editors' words on pairs with one episode, by the key of the other: reasons of pins, bans."""

    pins: dict[int, str] = field(default_factory=dict)
    bans: frozenset[int] = frozenset()


class Picks:
    """What is offered beside one episode; every part is read when it is first asked for."""

    def __init__(self, episode: Episode, lead: Assessment | None) -> None:
        self.episode = episode
        self.lead = lead
        self._topics: dict[int, list[str]] = {}

    @cached_property
    def overrides(self) -> Overrides:
        rows = MirrorOverride.objects.filter(Q(first=self.episode) | Q(second=self.episode))
        pins = {row.other_than(self.episode.pk): row.reason for row in rows if row.kind == "pin"}
        bans = {row.other_than(self.episode.pk) for row in rows if row.kind == "ban"}
        return Overrides(pins, frozenset(bans))

    @cached_property
    def terms(self) -> dict[int, tuple[float, str]]:
        """The weights and labels of the episode's terms; what names no topic has no label."""
        return {
            term: (weight, label if topical else "")
            for term, weight, label, topical in EpisodeTerm.objects.in_force()
            .filter(transcript__episode=self.episode)
            .values_list("term", "weight", "term__label", "term__topical")
        }

    @cached_property
    def picks(self) -> list[Pick]:
        """The mirror picks, in order; none for an episode that has no position."""
        if self.lead is None or self.lead.position is None:
            return []
        candidates = candidates_for(self.episode.pk, self.lead.position, self.overrides)
        near = self._nearness_of(candidate.key for candidate in candidates)
        return choose(
            self.lead.position,
            self.lead.lens,
            (replace(one, nearness=near.get(one.key, 0.0)) for one in candidates),
            pins=self.overrides.pins,
            bans=self.overrides.bans,
        )

    @cached_property
    def related(self) -> list[Relation]:
        """Related conversations, strongest first; never one that is a mirror pick."""
        leave_out = [self.episode.pk, *(pick.candidate.key for pick in self.picks)]
        weights = sorted((-weight, term) for term, (weight, _) in self.terms.items())[:SEARCHED]
        nearest = nearest_episodes({term: -weight for weight, term in weights}, limit=LOADED)
        relations = relations_of(self.episode, nearest, leave_out=leave_out)
        near = self._nearness_of(relation.key for relation in relations)
        return relate(replace(one, nearness=near.get(one.key, 0.0)) for one in relations)

    def topics_with(self, key: int) -> list[str]:
        """The topics that weigh most in the episode and in a pick or a related conversation."""
        return self._topics.get(key, [])

    def _nearness_of(self, keys: Iterable[int]) -> dict[int, float]:
        weights = {term: weight for term, (weight, _) in self.terms.items()}
        found = EpisodeTerm.objects.overlap(weights, list(keys))
        for key, others in found.items():
            adds = {term: weights[term] * weight for term, weight in others.items()}
            order = sorted((-added, term) for term, added in adds.items() if added >= TELLS)
            named = [self.terms[term][1] for _, term in order if self.terms[term][1]]
            labels = distinct(named, most=TOPICS_NAMED)
            self._topics[key] = labels if len(labels) >= SHARED else []
        return {key: product(weights, others) for key, others in found.items()}


def candidates_for(episode_id: int, position: float, overrides: Overrides) -> list[Candidate]:
    """Return the candidates that may be picked, and the pinned wherever they stand.

    Two queries, three with pins: each walks the index of positions away from where the mirror
    image of `position` stands, so the library's size makes no difference.
    """
    published = Assessment.objects.placed().filter(leads=True, episode__status="published")
    ranked = published.exclude(episode__in=[episode_id, *overrides.bans, *overrides.pins])
    columns = ("episode", "episode__slug", "position", "lens", "episode__published_on")
    above, below = _stretches(position)
    walks = [
        [Candidate(*row) for row in walk.values_list(*columns)[:LOADED]]
        for walk in (
            ranked.filter(above).order_by("position", "episode__slug"),
            ranked.filter(below).order_by("-position", "episode__slug"),
        )
    ]
    sides = [walks[0] + walks[1]] if takes_side(position) else walks
    found = [row for side in sides for row in _with_a_place(side, position)]
    if overrides.pins:
        pinned = published.filter(episode__in=overrides.pins).exclude(episode=episode_id)
        found += [Candidate(*row) for row in pinned.values_list(*columns)]
    return found


def _stretches(position: float) -> tuple[Q, Q]:
    """Return the parts of the axis that candidates stand on, above and below the mirror image."""
    above, below = Q(position__gte=position + DISTANCE), Q(position__lte=position - DISTANCE)
    if not takes_side(position):
        return above, below
    side = above & Q(position__gte=SHOWN) if position < 0 else below & Q(position__lte=-SHOWN)
    return side & Q(position__gte=-position), side & Q(position__lt=-position)


def _with_a_place(side: list[Candidate], position: float) -> list[Candidate]:
    """Return those that could be picked: lens and topic decide between equally near ones."""
    nearest = sorted(abs(one.position + position) for one in side)[:MOST]
    return [one for one in side if abs(one.position + position) <= nearest[-1]]


def relations_of(
    episode: Episode, nearest: list[int], *, leave_out: Collection[int]
) -> list[Relation]:
    """Return what other published episodes have in common with `episode`: two queries, one
    where the guests of `episode` are loaded."""
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
    found: dict[int, Relation] = {}
    for key, slug, show, shelf, published_on, guest in rows[: 3 * LOADED]:
        if guest in guests:
            names.setdefault(key, set()).add(guests[guest])
        found[key] = Relation(
            key,
            slug,
            guests=tuple(sorted(names.get(key, ()))),
            same_shelf=shelf is not None and shelf == episode.shelf_id,
            same_show=show == episode.show_id,
            published_on=published_on,
        )
    return list(found.values())
