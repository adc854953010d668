"""Quotes for cards without a summary, from the strongest passage on each side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from library.models import Segment
from library.pages.listing.card import Card
from library.text import highlighting
from library.text.number_formats import opening
from scoring.core.arc import highest, lowest
from scoring.core.spectrum import Band, band_of
from scoring.models import Assessment, SegmentScore

MAX_WORDS = 26


@dataclass(frozen=True, slots=True)
class CardQuote:
    """A short quote around the strongest phrase of a passage that takes a side."""

    segment: Segment
    score: float
    text: str
    url: str


def with_quotes(cards: Sequence[Card]) -> list[Card]:
    """Return the cards, with quotes on those that have no summary or claim. At most one query."""
    numbers = {
        card.episode.pk: list(_strongest(card.lead))
        for card in cards
        if card.lead and not card.episode.summary and not card.claim
    }
    rows = Q(pk__in=[])
    for card in cards:
        for number in numbers.get(card.episode.pk, ()):
            rows |= Q(assessment=card.lead, segment__index=number)
    if not any(numbers.values()):
        return list(cards)
    scores = SegmentScore.objects.filter(rows).select_related("segment").order_by("score")
    by_assessment: dict[int, list[SegmentScore]] = {}
    for score in scores:
        by_assessment.setdefault(score.assessment_id, []).append(score)
    return [
        replace(card, summary_quotes=_quotes(card, by_assessment[card.lead.pk]))
        if card.lead and card.lead.pk in by_assessment
        else card
        for card in cards
    ]


def _strongest(lead: Assessment) -> Iterator[int]:
    """Yield the segment number of the most extreme segment on each side that has segments."""
    if not lead.trail:
        return
    aside = lead.asides()
    total = len(lead.trail) + len(aside)
    numbers = [number for number in range(1, total + 1) if number not in aside]
    for index, band in ((lowest(lead.trail), Band.RISK), (highest(lead.trail), Band.OPPORTUNITY)):
        if band_of(lead.trail[index]) is band:
            yield numbers[index]


def _quotes(card: Card, scores: Sequence[SegmentScore]) -> tuple[CardQuote, ...]:
    return tuple(
        CardQuote(
            score.segment,
            score.score or 0.0,
            _text(score),
            f"{card.episode.transcript_url}#s{score.segment.index}",
        )
        for score in scores
    )


def _text(score: SegmentScore) -> str:
    phrases = sorted(score.phrases, key=lambda phrase: -abs(phrase["share"]))
    around = phrases[0]["start"] if phrases else 0
    pieces = highlighting.excerpt(score.segment.text, [], around)
    return opening("".join(piece.text for piece in pieces).removesuffix(" …"), words=MAX_WORDS)
