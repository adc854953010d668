"""The filters of the library, the same for its pages, its feeds and the API.

Values are the slugs and words that stand in addresses. `EpisodeFilter(data, queryset).qs` leaves
out what is not valid, as pages do; an API looks at `is_valid()` and `unknown_parameters` first.
The queryset must come from `with_lead_assessment`, as `for_cards` does.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from library.models import Guest, Segment, Transcript
from library.models.episode import EpisodeQuerySet
from library.search import Query, Term, parse_query
from library.search.words import Says
from scoring.core.spectrum import Band, Lens

YES_OR_NO = [("true", "yes"), ("false", "no")]

ORDERINGS: dict[str, tuple[str, Combinable]] = {
    "-published_on": ("Newest first", F("published_on").desc(nulls_last=True)),
    "published_on": ("Oldest first", F("published_on").asc(nulls_last=True)),
    "position": ("Most risk-forward first", F("lead_assessment__position").asc(nulls_last=True)),
    "-position": (
        "Most opportunity-forward first",
        F("lead_assessment__position").desc(nulls_last=True),
    ),
    "title": ("By title", F("title").asc()),
}
"""Value, label and first column of each order; what has no date or position comes last."""

FIRST_ORDERING = "-published_on"


class OneOf(ChoiceFilter):  # type: ignore[misc]
    """A filter that tells whoever asks for something else what there is to ask for."""

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        known = ", ".join(value for value, _ in choices)
        wrong = {"invalid_choice": f"“%(value)s” is none of: {known}."}
        super().__init__(choices=choices, error_messages=wrong, **options)


class YearFilter(Filter):  # type: ignore[misc]
    field_class = forms.IntegerField


class EpisodeFilter(FilterSet):  # type: ignore[misc]
    """Narrows and orders episodes by the parameters of an address."""

    q = CharFilter(method="holding", max_length=200, help_text="Words of episode or transcript.")
    show = CharFilter(field_name="show__slug", help_text="Slug of a show.")
    shelf = CharFilter(field_name="shelf__slug", help_text="Slug of a shelf.")
    guest = CharFilter(field_name="guests__slug", help_text="Slug of a guest.")
    tag = CharFilter(field_name="tags__slug", help_text="Slug of a tag.")
    subject = CharFilter(
        field_name="subjects__subject__slug", help_text="Slug of a subject of the vocabulary."
    )
    band = OneOf(
        field_name="lead_assessment__band",
        choices=[(band.value, band.label) for band in Band],
        help_text="Band of the leading assessment.",
    )
    lens = OneOf(
        field_name="lead_assessment__lens",
        choices=[(lens.value, lens.label) for lens in Lens],
        help_text="Lens of the leading assessment.",
    )
    year = YearFilter(
        field_name="published_on__year",
        min_value=1,
        max_value=9999,
        help_text="Year in which the conversation came out.",
    )
    has_transcript = OneOf(
        method="with_transcript", choices=YES_OR_NO, help_text="Whether a transcript is stored."
    )
    assessed_by_editor = OneOf(
        method="by_editor",
        choices=YES_OR_NO,
        help_text="Whether an editor has listened and published an assessment.",
    )
    ordering = OneOf(
        method="ordered",
        choices=[(value, label) for value, (label, _) in ORDERINGS.items()],
        help_text="Order of the list.",
    )

    @classmethod
    def unknown_parameters(cls, given: Iterable[str], *, beside: Iterable[str] = ()) -> list[str]:
        """Return the names in `given` that are neither filters nor named in `beside`."""
        return sorted(set(given) - set(cls.base_filters) - set(beside))

    def narrow(self, episodes: EpisodeQuerySet, name: str, value: object) -> EpisodeQuerySet:
        """Return what one filter leaves of `episodes`, for a value that has been checked."""
        left: EpisodeQuerySet = self.filters[name].filter(episodes, value)
        return left

    def holding(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        return episodes.filter(holds(parse_query(value)))

    def with_transcript(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        stored = Exists(Transcript.objects.current().filter(episode=OuterRef("pk")))
        return episodes.filter(stored if value == "true" else ~stored)

    def by_editor(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        return episodes.assessed_by_editor(value == "true")

    def ordered(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        return episodes.order_by(ORDERINGS[value][1], "title", "slug")


def holds(query: Query) -> Q:
    """Return the condition that an episode holds what is asked for, in its words or about it."""
    condition = Q()
    for group in query.wanted:
        alternatives = Q(pk__in=[])
        for term in group:
            alternatives |= _holds(term)
        condition &= alternatives
    for term in query.unwanted:
        condition &= ~_holds(term)
    return condition


def _holds(term: Term) -> Q:
    words = " ".join(term.words)
    spoken = Segment.objects.filter(Says(Query(((term,),))), transcript__is_current=True)
    guest = Guest.objects.filter(episodes=OuterRef("pk"), name__icontains=words)
    return (
        Q(title__icontains=words)
        | Q(summary__icontains=words)
        | Q(show__title__icontains=words)
        | Exists(guest)
        | Q(pk__in=spoken.values("transcript__episode"))
    )
