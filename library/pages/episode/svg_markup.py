"""The parts of strip and arc that come by the hundred, as markup.

Loops of a template take ten times as long for them, and were most of the time of an episode page.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from library.charts import ARC_HEIGHT, Bar
from library.pages.episode.scored_segments import Mark
from library.text.number_formats import clock, signed

STEP_TOP, STEP_HEIGHT = 6.5, 6
"""Of the coloured steps, in the strip's view box."""


def arc_bars(bars: Iterable[tuple[Bar, Mark]]) -> SafeString:
    """Return the bars of the arc: links to their passages, each with a column that can be hit."""
    return _joined(
        f'<a href="{escape(mark.url)}" tabindex="-1"><title>{escape(mark.label)}</title>'
        f'<rect class="column" x="{bar.x:g}" y="0" width="{bar.width:g}" height="{ARC_HEIGHT:g}"/>'
        f'<rect class="bar {bar.tone}" x="{bar.x:g}" y="{bar.y:g}" width="{bar.width:g}" '
        f'height="{bar.height:g}"/></a>'
        for bar, mark in bars
    )


def arc_rows(marks: Iterable[Mark], *, is_timed: bool) -> SafeString:
    """Return the arc as rows of a table: segment, time where there are any, score, first words."""
    return _joined(
        f'<tr><th scope="row"><a href="{escape(mark.url)}">{mark.index}</a></th>'
        f"{f'<td>{_time(mark)}</td>' if is_timed else ''}"
        f'<td><a href="{escape(mark.why_url)}">{signed(mark.score)}</a></td>'
        f"<td>{escape(mark.opening)}</td></tr>"
        for mark in marks
    )


def strip_steps(steps: Iterable[tuple[Bar, Mark]]) -> SafeString:
    """Return the coloured steps of the strip: links to the passages nearest to them."""
    return _joined(
        f'<a href="{escape(mark.url)}" tabindex="-1" aria-hidden="true"><title>Nearest passage: '
        f"segment {mark.index}, {signed(mark.score)}</title>"
        f'<rect class="step {step.tone}" x="{step.x:g}" y="{STEP_TOP}" width="{step.width:g}" '
        f'height="{STEP_HEIGHT}"/></a>'
        for step, mark in steps
    )


def _time(mark: Mark) -> str:
    return "not known" if mark.start is None else clock(mark.start)


def _joined(parts: Iterable[str]) -> SafeString:
    # All that comes from outside is escaped above.
    return SafeString("".join(parts))
