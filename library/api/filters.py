"""Filters as the API has them."""

from django_filters import CharFilter, FilterSet
from drf_spectacular.utils import extend_schema_field

from library.filters import EpisodeFilter, OneOf, YearFilter
from library.search.query.parser import LONGEST
from scoring.core.spectrum import Lens


class EpisodeParameters(EpisodeFilter):
    """The filters of the library's page, described as far as the classes do not."""

    q = extend_schema_field({"type": "string", "maxLength": LONGEST})(
        CharFilter(
            method="holding", max_length=LONGEST, help_text="Words of episode or transcript."
        )
    )

    year = extend_schema_field({"type": "integer", "minimum": 1, "maximum": 9999})(
        YearFilter(
            field_name="published_on__year",
            min_value=1,
            max_value=9999,
            help_text="Year in which the conversation came out.",
        )
    )


class SegmentFilter(FilterSet):  # type: ignore[misc]
    """Narrows the segments of the library."""

    show = CharFilter(field_name="assessment__episode__show__slug", help_text="Slug of a show.")
    shelf = CharFilter(field_name="assessment__episode__shelf__slug", help_text="Slug of a shelf.")
    lens = OneOf(
        choices=[(lens.value, lens.label) for lens in Lens], help_text="Lens of the segment."
    )
