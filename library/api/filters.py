"""Filters of API lists, with their OpenAPI descriptions."""

from django_filters import CharFilter, FilterSet, IsoDateTimeFilter
from drf_spectacular.utils import extend_schema_field

from library.filters import ORDERINGS, EpisodeFilter, OneOf, YearFilter
from library.models.episode import EpisodeQuerySet
from library.search.query.parser import MAX_QUERY_CHARACTERS
from scoring.core.spectrum import Lens

API_ORDERINGS = {
    **{value: label for value, (label, _) in ORDERINGS.items()},
    "updated_at": "Changed longest ago first",
    "-updated_at": "Changed last first",
}


class EpisodeParameters(EpisodeFilter):
    """The filters of the public listing, with the schemas that drf-spectacular cannot infer."""

    q = extend_schema_field({"type": "string", "maxLength": MAX_QUERY_CHARACTERS})(
        CharFilter(
            method="filter_text",
            max_length=MAX_QUERY_CHARACTERS,
            help_text="Words in the episode's details or transcript.",
        )
    )

    year = extend_schema_field({"type": "integer", "minimum": 1, "maximum": 9999})(
        YearFilter(
            field_name="published_on__year",
            min_value=1,
            max_value=9999,
            help_text="Year of release.",
        )
    )

    updated_since = IsoDateTimeFilter(
        field_name="last_change__at",
        lookup_expr="gte",
        help_text="Only episodes that changed at this time or later (ISO 8601 with offset).",
    )
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


class SegmentFilter(FilterSet):  # type: ignore[misc]
    show = CharFilter(field_name="assessment__episode__show__slug", help_text="Slug of the show.")
    shelf = CharFilter(
        field_name="assessment__episode__shelf__slug", help_text="Slug of the shelf."
    )
    lens = OneOf(
        choices=[(lens.value, lens.label) for lens in Lens], help_text="Lens of the segment."
    )
