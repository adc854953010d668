"""Filters for templates: thin names for library.text.number_formats, library.charts and library.charts.band_shapes."""

from django import template

from library import charts
from library.charts import band_shapes
from library.text import number_formats

register = template.Library()

register.filter("signed", number_formats.signed)
register.filter("clock", number_formats.clock)
register.filter("clock_iso", number_formats.clock_iso)
register.filter("thousands", number_formats.thousands)
register.filter("tone", charts.tone)
register.filter("along", charts.along)
register.filter("shape", band_shapes.shape_of)
register.filter("band_shape", band_shapes.shape_of_band)


@register.simple_tag
def score_range(low: float, high: float) -> str:
    return number_formats.score_range(low, high)


@register.filter
def percent(share: float) -> str:
    """Return a share of 1 as a whole percentage."""
    return f"{100 * share:.0f}"
