"""Mirror picks and related conversations on the episode page."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse

from library import charts
from library.models import Episode
from library.pages.episode.pins import Pins, page_pin
from library.pages.links import link
from library.pages.listing.card import Card
from scoring.core.mirror import MAX_PICKS, NEAR, Pick, takes_side
from scoring.core.mirror_sentences import pick_sentence, shown_delta
from scoring.core.related import relation_sentence
from scoring.core.spectrum import Band
from scoring.models import Assessment
from scoring.models.subjects import with_subjects
from scoring.selectors.mirror_picks import Picks
from scoring.selectors.quotes import Quote, quotes_between


@dataclass(frozen=True)
class PickCard(Card):
    """A mirror pick as a card, with the reason for the pick and the positions of both episodes."""

    pick: Pick
    position: float
    """Position of the episode on whose page the card appears."""
    reason: str
    shared_topics: list[str]
    pin_reason: str = ""
    quotes: tuple[Quote, Quote] | None = None

    on_topic: bool = True
    """Whether the pick has the same topic as the page's episode, according to the mirror rule."""

    @property
    def delta(self) -> float:
        return self.pick.delta

    @property
    def pinned(self) -> bool:
        return self.pick.pinned

    @property
    def other(self) -> float:
        return self.pick.candidate.position

    @property
    def shown_delta(self) -> int:
        return shown_delta(self.position, self.other)

    @property
    def pins(self) -> Pins:
        return page_pin(self.position)

    @property
    def x(self) -> float:
        return charts.along(self.position)

    @property
    def other_x(self) -> float:
        return charts.along(self.other)


@dataclass(frozen=True)
class RelatedCard(Card):
    """The card of a related conversation, with the reason why it is related."""

    reason: str
    shared_topics: list[str]


class Counterbalance:
    """Mirror picks and related conversations. The number of queries is constant."""

    most = MAX_PICKS

    def __init__(self, episode: Episode, lead: Assessment | None) -> None:
        self.episode = episode
        self.lead = lead
        self._picks = Picks(episode, lead)

    @cached_property
    def picks(self) -> list[PickCard]:
        """Picks on the same topic and pinned picks, without quoted passages."""
        return [self._pick_card(pick) for pick in self._picks.picks if self._shown(pick)]

    @cached_property
    def elsewhere(self) -> list[PickCard]:
        """Up to two picks on other topics, if there are fewer than three on the same topic."""
        return [
            self._pick_card(pick, on_topic=False)
            for pick in self._picks.elsewhere
            if self._shown(pick)
        ]

    @cached_property
    def quoted_picks(self) -> list[PickCard]:
        """The picks in `picks`, each with a pair of conflicting quotes if there is one."""
        quotes = quotes_between(self.episode.pk, [card.episode.pk for card in self.picks])
        return [replace(card, quotes=quotes.get(card.episode.pk)) for card in self.picks]

    @cached_property
    def related(self) -> list[RelatedCard]:
        cards = []
        for relation in self._picks.related:
            topics = self._picks.topics_with(relation.key)
            if relation.key in self._episodes:
                reason = relation_sentence(relation, topics)
                cards.append(RelatedCard(self._episodes[relation.key], reason, topics))
        return cards

    @property
    def takes_side(self) -> bool:
        return takes_side(self._position)

    @property
    def _position(self) -> float:
        """Position of the episode; 0 if it has none. An episode without a position has no picks."""
        return (self.lead.position if self.lead else None) or 0.0

    @property
    def other_band(self) -> Band | None:
        """Band on the opposite side of the scale; None if the episode takes no side."""
        if self.lead is None or not self.takes_side:
            return None
        return Band.OPPORTUNITY if self._position < 0 else Band.RISK

    @property
    def other_side_url(self) -> str:
        return link(reverse("library:index"), {}, band=self.other_band or "")

    @cached_property
    def _episodes(self) -> dict[int, Episode]:
        """Published picks and related conversations, with the data for cards, by primary key."""
        picks = [*self._picks.picks, *self._picks.elsewhere]
        keys = [pick.candidate.key for pick in picks]
        keys += [relation.key for relation in self._picks.related]
        cards = Episode.objects.published().with_lead_assessment().with_what_cards_show()
        cards = cards.with_last_change().prefetch_related(with_subjects())
        return cards.in_bulk(keys) if keys else {}

    def _shown(self, pick: Pick) -> bool:
        return pick.candidate.key in self._episodes

    def _pick_card(self, pick: Pick, *, on_topic: bool = True) -> PickCard:
        key = pick.candidate.key
        topics = self._picks.topics_with(key)
        lens = self.lead.lens if self.lead else ""
        return PickCard(
            self._episodes[key],
            pick,
            self._position,
            pick_sentence(self._position, lens, pick, topics),
            topics,
            self._picks.overrides.pins.get(key, ""),
            on_topic=on_topic and pick.candidate.nearness >= NEAR,
        )
