"""A vertical version of the arc, beside the transcript text."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from library.pages.episode.transcript import GUTTER_WIDTH, Passage
from library.text.number_formats import clock, signed
from scoring.core.arc import arc_indices

MIN_PASSAGES = 2


def rail_markup(passages: Sequence[Passage]) -> SafeString:
    """Return an SVG with up to 140 rows; each row is a link to a passage.

    A row has a bar if its passage has a score; bars to the left of the middle are risk-forward.
    Returns '' if there are fewer than two passages or if no passage has a score.
    """
    if len(passages) < MIN_PASSAGES or all(passage.points is None for passage in passages):
        return SafeString("")
    shown = [passages[index] for index in arc_indices([each.points or 0.0 for each in passages])]
    rows = "".join(_row(passage, y) for y, passage in enumerate(shown))
    middle = GUTTER_WIDTH / 2
    # All variable text has been escaped.
    return SafeString(
        f'<svg viewBox="0 0 {GUTTER_WIDTH:g} {len(shown)}" preserveAspectRatio="none">'
        f'<path class="axis" d="M{middle:g} 0v{len(shown)}"/>{rows}</svg>'
    )


def _row(passage: Passage, y: int) -> str:
    at = "" if passage.start is None else f", {clock(passage.start)}"
    score = passage.aside or "no score" if passage.points is None else signed(passage.points)
    bar = ""
    if passage.points is not None:
        x, width = passage.bar
        bar = f'<rect class="bar {passage.tone}" x="{x:g}" y="{y}" width="{width:g}" height="1"/>'
    return (
        f'<a href="#s{passage.index}" tabindex="-1">'
        f"<title>{escape(f'Segment {passage.index}{at}: {score}')}</title>"
        f'<rect class="row" x="0" y="{y}" width="{GUTTER_WIDTH:g}" height="1"/>{bar}</a>'
    )
