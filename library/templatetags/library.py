"""Template filters and tags for numbers and charts."""

from django import template

from library import charts
from library.charts import band_shapes
from library.pages.episode import passage_markup, svg_markup
from library.pages.listing import facet_markup
from library.text import number_formats
from scoring.core.position_sentences import lean_of

register = template.Library()

register.filter("signed", number_formats.signed)
register.filter("lean", lean_of)
register.filter("clock", number_formats.clock)
register.filter("clock_iso", number_formats.clock_iso)
register.filter("thousands", number_formats.thousands)
register.filter("tone", charts.tone)
register.filter("along", charts.along)
register.filter("shape", band_shapes.shape_of)
register.filter("glyph", svg_markup.glyph)
register.filter("band_glyph", svg_markup.band_glyph)
register.filter("bands", svg_markup.bands)
register.filter("trail", svg_markup.trail)
register.filter("turns", passage_markup.turns)
register.simple_tag(facet_markup.facet_sections)
register.simple_tag(passage_markup.passage_sections)
register.simple_tag(passage_markup.shares)
register.simple_tag(svg_markup.scale_steps)


@register.simple_tag
def score_range(low: float, high: float) -> str:
    return number_formats.score_range(low, high)


@register.filter
def percent(share: float) -> str:
    """Format a share between 0 and 1 as a whole percentage, without the percent sign."""
    return f"{100 * share:.0f}"
