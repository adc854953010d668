"""HTML of the filters of a list.

A list has about a hundred choices, and a template would take most of its time for them.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from library.pages.listing.facets import Choice, Facet
from library.text.number_formats import thousands


def facet_sections(facets: Iterable[Facet]) -> SafeString:
    """Return a section with a list of links for each facet."""
    return SafeString("".join(map(_section, facets)))


def _section(facet: Facet) -> str:
    name, choices = facet.name, "".join(_choice(facet.name, choice) for choice in facet.choices)
    every = f'<p><a href="{facet.all_url}" hx-boost="false">All</a></p>' if facet.all_url else ""
    return (
        f'<section aria-labelledby="facet-{name}"><h2 id="facet-{name}">{escape(facet.title)}</h2>'
        f"<ul>{choices}</ul>{every}</section>"
    )


def _choice(name: str, choice: Choice) -> str:
    current, remove = "", ""
    if choice.is_chosen:
        current, remove = ' aria-current="true"', ", applied; remove filter"
    number, plural = thousands(choice.count), "" if choice.count == 1 else "s"
    return (
        f'<li><a id="{name}-{escape(choice.value)}" href="{escape(choice.url)}" rel="nofollow"'
        f'{current}><span>{escape(choice.label)}</span> <span class="number">{number}'
        f'<span class="unseen"> episode{plural}{remove}</span></span>'
        "</a></li>"
    )
