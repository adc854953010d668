"""Filters for templates: thin names for library.formats, library.charts and library.glyphs."""

from django import template

from library import charts, formats, glyphs

register = template.Library()

register.filter("signed", formats.signed)
register.filter("clock", formats.clock)
register.filter("clock_iso", formats.clock_iso)
register.filter("thousands", formats.thousands)
register.filter("tone", charts.tone)
register.filter("along", charts.along)
register.filter("shape", glyphs.shape_of)
register.filter("band_shape", glyphs.shape_of_band)


@register.simple_tag
def score_range(low: float, high: float) -> str:
    return formats.score_range(low, high)


@register.filter
def percent(share: float) -> str:
    """Return a share of 1 as a whole percentage."""
    return f"{100 * share:.0f}"
