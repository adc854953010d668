"""SVG and HTML for chart elements that a page repeats many times.

Template loops are ten times slower and would dominate the rendering time of a page.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from library import charts
from library.charts import ARC_HEIGHT, Bar, Path, Stretch, band_shapes
from library.pages.episode.scored_segments import Mark
from library.text.number_formats import clock, signed
from scoring.core.spectrum import Band
from scoring.core.stats import Statistics

STEP_TOP, STEP_HEIGHT = 6.5, 6
"""Top and height of the coloured steps in the strip's view box."""
BAND_TOPS = {Band.RISK: 6, Band.MIXED: 3, Band.OPPORTUNITY: 0}
"""The y coordinate of each band's top edge. The values differ so that readers can tell the bands
apart without colour."""


def glyph(score: float) -> SafeString:
    """Return the shape for the band of `score`, in the colour of the score."""
    return _glyph(charts.tone(score), band_shapes.shape_of(score))


def band_glyph(name: str) -> SafeString:
    """Return the shape of a band in its colour. Raises ValueError for an unknown name."""
    return _glyph(f"band-{Band(name)}", band_shapes.shape_of_band(name))


def _glyph(style: str, shape: str) -> SafeString:
    return SafeString(
        f'<svg class="glyph {style}" viewBox="0 0 12 12" aria-hidden="true">'
        f'<path d="{shape}"/></svg>'
    )


def bands(parts: Iterable[Stretch]) -> SafeString:
    """Return the share of each band as a bar and as text, or '' if there are no shares."""
    bars, words = "", ""
    for part in parts:
        top = BAND_TOPS[Band(part.name)]
        bars += (
            f'<rect class="band-{part.name}" x="{part.x:g}" y="{top}" '
            f'width="{part.width:g}" height="10"/>'
        )
        words += f"<span>{band_glyph(part.name)}{part.percent} % {part.name}</span>"
    if not bars:
        return SafeString("")
    return SafeString(
        '<div class="bands"><svg viewBox="0 0 280 16" preserveAspectRatio="none" '
        f'aria-hidden="true">{bars}</svg><p>{words}</p></div>'
    )


def trail(paths: Iterable[Path], statistics: Statistics) -> SafeString:
    """Return the trail of a card: a small chart of the segment scores, from first to last."""
    shapes = "".join(f'<path class="{path.tone}" d="{path.d}"/>' for path in paths)
    return SafeString(
        '<svg class="trail" viewBox="0 0 280 48" preserveAspectRatio="none" role="img" '
        f'aria-label="Trail of {statistics.count} segments, early to late: median '
        f'{signed(statistics.median)}, mean {signed(statistics.mean)}.">'
        f'<line class="axis" x1="0" x2="280" y1="24" y2="24"/>{shapes}</svg>'
    )


@lru_cache(maxsize=8)
def scale_steps(top: str, height: str) -> SafeString:
    """Return the coloured steps of a scale 100 units wide, with the given top and height."""
    return _joined(
        f'<rect class="{step.tone}" x="{step.x:g}" y="{escape(top)}" width="{step.width:g}" '
        f'height="{escape(height)}"/>'
        for step in charts.scale_steps()
    )


def arc_bars(bars: Iterable[tuple[Bar, Mark]]) -> SafeString:
    """Return the arc's bars as links to passages, with full-height touch targets."""
    return _joined(
        f'<a href="{escape(mark.url)}" tabindex="-1"><title>{escape(mark.label)}</title>'
        f'<rect class="column" x="{bar.x:g}" y="0" width="{bar.width:g}" height="{ARC_HEIGHT:g}"/>'
        f'<rect class="bar {bar.tone}" x="{bar.x:g}" y="{bar.y:g}" width="{bar.width:g}" '
        f'height="{bar.height:g}"/></a>'
        for bar, mark in bars
    )


def arc_rows(marks: Iterable[Mark], *, is_timed: bool) -> SafeString:
    """Return the arc as table rows: segment, time (if timed), score and first words."""
    return _joined(
        f'<tr><th scope="row"><a href="{escape(mark.url)}">{mark.index}</a></th>'
        f"{f'<td>{_time(mark)}</td>' if is_timed else ''}"
        f'<td><a href="{escape(mark.why_url)}">{mark.score_text}</a></td>'
        f"<td>{escape(mark.opening)}</td></tr>"
        for mark in marks
    )


def strip_steps(steps: Iterable[tuple[Bar, Mark]]) -> SafeString:
    """Return the strip's coloured steps as links to the nearest passages."""
    return _joined(
        f'<a href="{escape(mark.url)}" tabindex="-1" aria-hidden="true"><title>Nearest passage: '
        f"segment {mark.index}, {mark.score_text}</title>"
        f'<rect class="step {step.tone}" x="{step.x:g}" y="{STEP_TOP}" width="{step.width:g}" '
        f'height="{STEP_HEIGHT}"/></a>'
        for step, mark in steps
    )


def _time(mark: Mark) -> str:
    return "unknown" if mark.start is None else clock(mark.start)


def _joined(parts: Iterable[str]) -> SafeString:
    # All variable text has been escaped.
    return SafeString("".join(parts))
