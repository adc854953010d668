"""Filters for API lists, with their OpenAPI descriptions. Commas separate multiple values."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict
from django_filters import (
    BaseInFilter,
    CharFilter,
    FilterSet,
    IsoDateTimeFilter,
    NumberFilter,
)
from django_filters.constants import EMPTY_VALUES
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

from library.filter_errors import SLUGS, slug_errors
from library.filters import ORDERINGS, EpisodeFilter, OneOf, YearFilter
from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.search.query.parser import MAX_QUERY_CHARACTERS
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Lens
from scoring.models.segment_score import SegmentScoreQuerySet

BANDS = [(band.value, band.label) for band in Band]
LENSES = [(lens.value, lens.label) for lens in Lens]
SCORE_ORDERINGS = {
    "score": F("score").asc(nulls_last=True),
    "-score": F("score").desc(nulls_last=True),
}


class Slugs(BaseInFilter, CharFilter):  # type: ignore[misc]
    """Filters rows by slugs of their episodes or of related objects.

    `field_name` is a lookup on Episode, and `of` is the lookup from a row to its episode.
    """

    def __init__(self, field_name: str, help_text: str, *, of: str = "pk") -> None:
        super().__init__(field_name=field_name, help_text=help_text)
        self.of = of

    def filter(self, rows: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        if value in EMPTY_VALUES:
            return rows
        # A join would repeat the rows of an episode that has two of the requested guests.
        episodes = Episode.objects.filter(**{f"{self.field_name}__in": value})
        return rows.filter(**{f"{self.of}__in": episodes.order_by().values("pk")})


class AnyOf(BaseInFilter, OneOf):  # type: ignore[misc]
    """A filter that accepts one or more choices."""


class UnknownSlug(ValidationError):
    """A filter contains an unknown slug. The message suggests a similar slug."""

    status_code = 404


def reject_unknown_slugs(params: QueryDict, names: Collection[str]) -> None:
    """Raise UnknownSlug if a slug in a filter does not exist or is not public."""
    values = {name: params.get(name, "") for name in SLUGS if name in names}
    reject_slugs({name: str(text).split(",") for name, text in values.items() if text})


def reject_slugs(values: Mapping[str, Iterable[str]]) -> None:
    """Raise UnknownSlug if a slug does not exist or is not public.

    `values` maps the names of filters to slugs.
    """
    errors = slug_errors(values)
    if errors:
        raise UnknownSlug(errors)


UPDATED_ORDERINGS = {
    "updated_at": "Least recently changed first",
    "-updated_at": "Most recently changed first",
}
API_ORDERINGS = {
    **{value: label for value, (label, _) in ORDERINGS.items()},
    **UPDATED_ORDERINGS,
}


class SinceFilter(IsoDateTimeFilter):  # type: ignore[misc]
    """Filters by time, in UTC: PostgreSQL rejects offsets of 16 hours or more."""

    def filter(self, rows: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        if value is not None:
            # In the years 1 and 9999, UTC can be out of range.
            in_range = datetime.min.year < value.year < datetime.max.year
            value = value.astimezone(UTC) if in_range else value.replace(tzinfo=UTC)
        filtered: QuerySet[Any] = super().filter(rows, value)
        return filtered


def changed_since(field_name: str, rows: str) -> IsoDateTimeFilter:
    """Return the filter `updated_since` for a column; `rows` is a plural noun for the help text."""
    return SinceFilter(
        field_name=field_name,
        lookup_expr="gte",
        help_text=f"Only {rows} that changed at this time or later (ISO 8601 with offset).",
    )


class UpdatedParameters(FilterSet):  # type: ignore[misc]
    """Filters for the lists of shows, shelves, guests, tags, subjects and assessments."""

    updated_since = changed_since("changed_at", "rows")
    ordering = OneOf(
        method="order", choices=list(UPDATED_ORDERINGS.items()), help_text="Order of the list."
    )

    def order(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.order_by(value.replace("updated_at", "changed_at"), "pk")


class EpisodeParameters(EpisodeFilter):
    """Filters for the list of episodes, with schemas that drf-spectacular cannot infer."""

    q = extend_schema_field({"type": "string", "maxLength": MAX_QUERY_CHARACTERS})(
        CharFilter(
            method="filter_text",
            max_length=MAX_QUERY_CHARACTERS,
            help_text="Words in the episode's details or transcript.",
        )
    )

    show = Slugs("show__slug", "Slug of the show.")
    shelf = Slugs("shelf__slug", "Slug of the shelf.")
    guest = Slugs("guests__slug", "Slug of the guest.")
    tag = Slugs("tags__slug", "Slug of the tag.")
    subject = Slugs("subjects__subject__slug", "Slug of the subject.")
    band = AnyOf(
        field_name="lead_assessment__band",
        choices=BANDS,
        help_text="Band of the leading assessment.",
    )
    lens = AnyOf(
        field_name="lead_assessment__lens",
        choices=LENSES,
        help_text="Lens of the leading assessment.",
    )
    year = extend_schema_field({"type": "integer", "minimum": 1, "maximum": 9999})(
        YearFilter(
            field_name="published_on__year",
            min_value=1,
            max_value=9999,
            help_text="Year of release.",
        )
    )

    updated_since = changed_since("last_change__at", "episodes")
    ordering = OneOf(
        method="order",
        choices=list(API_ORDERINGS.items()),
        help_text="Order of the list.",
    )

    def order(self, episodes: EpisodeQuerySet, name: str, value: str) -> EpisodeQuerySet:
        if value.lstrip("-") == "updated_at":
            sign = "-" if value.startswith("-") else ""
            return episodes.order_by(f"{sign}last_change__at", "slug")
        return super().order(episodes, name, value)


def _of_episode(field_name: str, help_text: str) -> Slugs:
    return Slugs(field_name, help_text, of="assessment__episode")


def _score(lookup: str, help_text: str) -> Any:
    limits = {"type": "number", "minimum": SCALE_MIN, "maximum": SCALE_MAX}
    return extend_schema_field(limits)(
        NumberFilter(
            field_name="score",
            lookup_expr=lookup,
            min_value=SCALE_MIN,
            max_value=SCALE_MAX,
            help_text=help_text,
        )
    )


class SegmentFilter(FilterSet):  # type: ignore[misc]
    """Filters for scored segments."""

    episode = _of_episode("slug", "Slug of the episode.")
    show = _of_episode("show__slug", "Slug of the show.")
    shelf = _of_episode("shelf__slug", "Slug of the shelf.")
    guest = _of_episode("guests__slug", "Slug of the guest.")
    band = AnyOf(method="filter_bands", choices=BANDS, help_text="Band of the segment.")
    lens = AnyOf(choices=LENSES, help_text="Lens of the segment.")
    score_min = _score("gte", "Minimum score.")
    score_max = _score("lte", "Maximum score.")
    updated_since = changed_since("changed_at", "segments of episodes")

    def filter_bands(
        self, scores: SegmentScoreQuerySet, name: str, value: list[str]
    ) -> SegmentScoreQuerySet:
        return scores.in_bands(value)


class SegmentParameters(SegmentFilter):
    ordering = OneOf(
        method="order",
        choices=[(name, name) for name in (*SCORE_ORDERINGS, *UPDATED_ORDERINGS)],
        help_text="Order by score, with unscored segments last, or by the last change.",
    )

    def order(self, scores: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value in UPDATED_ORDERINGS:
            return scores.order_by(value.replace("updated_at", "changed_at"), "pk")
        return scores.order_by(SCORE_ORDERINGS[value], "pk")
