"""What an episode's page offers beside it: mirror picks and related conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from library import charts
from library.models import Episode
from library.pages.links import link
from library.pages.listing.card import Card
from scoring.core.mirror import MOST, Pick, takes_side
from scoring.core.mirror_sentences import pick_sentence, shown_delta
from scoring.core.related import relation_sentence
from scoring.core.spectrum import Band
from scoring.models import Assessment
from scoring.selectors.mirror_picks import Picks
from scoring.selectors.quotes import Quote, quotes_between


@dataclass(frozen=True)
class PickCard(Card):
    """A mirror pick beside the page: where both stand, and why it is there."""

    pick: Pick
    position: float
    """Of the page, not of the pick."""
    reason: str
    shared_topics: list[str]
    pin_reason: str = ""
    quotes: tuple[Quote, Quote] | None = None

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
    def x(self) -> float:
        return charts.along(self.position)

    @property
    def other_x(self) -> float:
        return charts.along(self.other)


@dataclass(frozen=True)
class RelatedCard(Card):
    """A related conversation, and what it has in common with the page."""

    reason: str
    shared_topics: list[str]


class Counterbalance:
    """Mirror picks and related conversations of one episode; as many queries for any library."""

    most = MOST

    def __init__(self, episode: Episode, lead: Assessment | None) -> None:
        self.episode = episode
        self.lead = lead
        self._picks = Picks(episode, lead)
        self._loaded: dict[int, Episode] = {}

    @cached_property
    def picks(self) -> list[PickCard]:
        """The mirror picks as the API gives them, without their passages."""
        if self.lead is None:
            return []
        episodes = self._episodes([pick.candidate.key for pick in self._picks.picks])
        return [
            self._pick_card(episodes[pick.candidate.key], pick, self.lead, None)
            for pick in self._picks.picks
            if pick.candidate.key in episodes
        ]

    @cached_property
    def quoted_picks(self) -> list[PickCard]:
        """The mirror picks as the page shows them, each with a pair of passages if there is one."""
        quotes = quotes_between(self.episode.pk, [card.episode.pk for card in self.picks])
        return [
            self._pick_card(card.episode, card.pick, self.lead, quotes.get(card.episode.pk))
            for card in self.picks
            if self.lead
        ]

    @cached_property
    def related(self) -> list[RelatedCard]:
        keys = [relation.key for relation in self._picks.related]
        # The picks are chosen by now; one query loads both.
        episodes = self._episodes([*keys, *(pick.candidate.key for pick in self._picks.picks)])
        cards = []
        for relation in self._picks.related:
            topics = self._picks.topics_with(relation.key)
            if relation.key in episodes:
                reason = relation_sentence(relation, topics)
                cards.append(RelatedCard(episodes[relation.key], reason, topics))
        return cards

    @property
    def takes_side(self) -> bool:
        return takes_side(self._position)

    @property
    def _position(self) -> float:
        """Of the page; 0 where it has none, and so no picks."""
        return (self.lead.position if self.lead else None) or 0.0

    @property
    def other_band(self) -> Band | None:
        """The band across the middle from the page, or None where it takes no side."""
        if self.lead is None or not self.takes_side:
            return None
        return Band.OPPORTUNITY if self._position < 0 else Band.RISK

    @property
    def other_side_url(self) -> str:
        return link(reverse("library:index"), {}, band=self.other_band or "")

    def _episodes(self, keys: Sequence[int]) -> dict[int, Episode]:
        """Return published episodes with what cards show, by key; one query unless loaded."""
        missing = [key for key in keys if key not in self._loaded]
        if missing:
            cards = Episode.objects.published().with_lead_assessment().with_what_cards_show()
            self._loaded |= cards.in_bulk(missing)
        return self._loaded

    def _pick_card(
        self, episode: Episode, pick: Pick, lead: Assessment, quotes: tuple[Quote, Quote] | None
    ) -> PickCard:
        topics = self._picks.topics_with(pick.candidate.key)
        return PickCard(
            episode,
            pick,
            self._position,
            pick_sentence(self._position, lead.lens, pick, topics),
            topics,
            self._picks.overrides.pins.get(pick.candidate.key, ""),
            quotes,
        )
