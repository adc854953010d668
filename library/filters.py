"""Episode filters for pages, feeds and the API.

`EpisodeFilter(data, queryset).qs` ignores invalid values, which suits pages; the API first checks
`is_valid()` and `unknown_parameters`. The queryset must use `with_lead_assessment`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from library.models import Guest, Segment, Transcript
from library.models.episode import EpisodeQuerySet
from library.search import Query, Term, parse_query
from library.search.words import MatchesQuery
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
"""Label and first sort column of each ordering; episodes without a date or position come last."""

FIRST_ORDERING = "-published_on"


class OneOf(ChoiceFilter):  # type: ignore[misc]
    """A choice filter whose error message lists the valid values."""

    def __init__(self, *, choices: list[tuple[str, str]], **options: Any) -> None:
        *first, last = (value for value, _ in choices)
        valid = f"{', '.join(first)} or {last}" if first else last
        messages = {"invalid_choice": f"“%(value)s” is not valid; use {valid}."}
        super().__init__(choices=choices, error_messages=messages, **options)


class YearFilter(Filter):  # type: ignore[misc]
    field_class = forms.IntegerField


class EpisodeFilter(FilterSet):  # type: ignore[misc]
    """Filters and orders episodes by query parameters."""

    q = CharFilter(
        method="filter_text",
        max_length=200,
        help_text="Words in the episode's details or transcript.",
    )
    show = CharFilter(field_name="show__slug", help_text="Slug of the show.")
    shelf = CharFilter(field_name="shelf__slug", help_text="Slug of the shelf.")
    guest = CharFilter(field_name="guests__slug", help_text="Slug of the guest.")
    tag = CharFilter(field_name="tags__slug", help_text="Slug of the tag.")
    subject = CharFilter(field_name="subjects__subject__slug", help_text="Slug of the subject.")
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
        help_text="Year of release.",
    )
    has_transcript = OneOf(
        method="filter_transcript", choices=YES_OR_NO, help_text="Whether it has a transcript."
    )
    assessed_by_editor = OneOf(
        method="filter_editor",
        choices=YES_OR_NO,
        help_text="Whether it has a published editorial assessment.",
    )
    ordering = OneOf(
        method="order",
        choices=[(value, label) for value, (label, _) in ORDERINGS.items()],
        help_text="Order of the list.",
    )

    @classmethod
    def unknown_parameters(cls, names: Iterable[str], *, allowed: Iterable[str] = ()) -> list[str]:
        """Return the `names` that are neither filters nor `allowed`."""
        return sorted(set(names) - set(cls.base_filters) - set(allowed))

    def apply_filter(self, episodes: EpisodeQuerySet, name: str, value: object) -> EpisodeQuerySet:
        """Return the `episodes` that match the filter `name`; `value` must be valid."""
        filtered: EpisodeQuerySet = self.filters[name].filter(episodes, value)
        return filtered

    def filter_text(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        return episodes.filter(matches(parse_query(value)))

    def filter_transcript(
        self, episodes: EpisodeQuerySet, name: str, value: str
    ) -> EpisodeQuerySet:
        has_transcript = Exists(Transcript.objects.current().filter(episode=OuterRef("pk")))
        return episodes.filter(has_transcript if value == "true" else ~has_transcript)

    def filter_editor(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        return episodes.assessed_by_editor(value == "true")

    def order(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        return episodes.order_by(ORDERINGS[value][1], "title", "slug")


def matches(query: Query) -> Q:
    """Return the condition that an episode's details or transcript match `query`."""
    condition = Q()
    for group in query.required:
        condition &= _matches_any(group)
    if query.excluded:
        condition &= ~_matches_any(query.excluded)
    return condition


def _matches_any(terms: Sequence[Term]) -> Q:
    """Return the condition that an episode matches at least one of the terms.

    Searches of passages and guests are expensive, so all terms share one search of each.
    """
    segments = Segment.objects.filter(
        MatchesQuery(Query((tuple(terms),))), transcript__is_current=True
    )
    details, names = Q(), Q()
    for term in terms:
        words = " ".join(term.words)
        details |= Q(title__icontains=words) | Q(summary__icontains=words)
        details |= Q(show__title__icontains=words)
        names |= Q(name__icontains=words)
    guest = Guest.objects.filter(names, episodes=OuterRef("pk"))
    return details | Exists(guest) | Q(pk__in=segments.values("transcript__episode"))
