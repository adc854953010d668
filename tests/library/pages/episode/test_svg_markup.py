"""SVG markup matches its data, and text is escaped."""

from xml.etree import ElementTree

from library import charts
from library.pages.episode.scored_segments import Mark
from library.pages.episode.svg_markup import (
    arc_bars,
    arc_rows,
    bands,
    glyph,
    scale_steps,
    strip_steps,
    trail,
)
from scoring.core.stats import statistics_of

EVIL = "<script>alert('1')</script> & \"more\""


def mark(index: int, score: float, start: float | None = 61.0, opening: str = "Well") -> Mark:
    return Mark(index, score, start, None, opening, "/episodes/a-talk/transcript/")


def parsed(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<g>{markup}</g>")


def test_a_bar_links_to_its_passage_at_its_coordinates() -> None:
    marks = [mark(1, -40.0), mark(2, 20.0)]
    bars = charts.even_bars([-40.0, 20.0], width=840, height=200)

    links = parsed(arc_bars(zip(bars, marks, strict=True))).findall("a")

    assert [link.get("href") for link in links] == [one.url for one in marks]
    assert [link.findtext("title") for link in links] == [one.label for one in marks]
    for link, bar in zip(links, bars, strict=True):
        column, drawn = link.findall("rect")
        assert [float(drawn.get(name, "")) for name in ("x", "y", "width", "height")] == [
            bar.x,
            bar.y,
            bar.width,
            bar.height,
        ]
        assert (column.get("x"), column.get("height")) == (drawn.get("x"), "200")
        assert drawn.get("class") == f"bar {bar.tone}"


def test_a_row_has_segment_time_score_and_first_words() -> None:
    row, untimed = parsed(arc_rows([mark(7, -3.6), mark(8, 0.2, None)], is_timed=True))

    assert ["".join(cell.itertext()) for cell in row] == ["7", "1:01", "−4", "Well"]
    assert [link.get("href") for link in row.iter("a")] == [mark(7, 0).url, mark(7, 0).why_url]
    assert ["".join(cell.itertext()) for cell in untimed] == ["8", "unknown", "0", "Well"]


def test_the_table_has_no_time_column_without_times() -> None:
    (row,) = parsed(arc_rows([mark(7, 5, None)], is_timed=False))

    assert ["".join(cell.itertext()) for cell in row] == ["7", "+5", "Well"]


def test_a_step_links_to_its_passage() -> None:
    steps = charts.scale_steps()

    links = parsed(strip_steps([(step, mark(3, 12.4)) for step in steps])).findall("a")

    assert len(links) == len(steps)
    assert {link.get("href") for link in links} == {mark(3, 0).url}
    assert {link.findtext("title") for link in links} == {"Nearest passage: segment 3, +12"}
    assert [float(link[1].get("width", "")) for link in links] == [step.width for step in steps]


def test_hostile_text_is_escaped() -> None:
    evil = mark(1, 3, opening=EVIL)
    bar = charts.even_bars([3.0], width=840, height=200)[0]

    for markup in (arc_bars([(bar, evil)]), arc_rows([evil], is_timed=True)):
        assert "<script" not in markup
        assert EVIL in "".join(parsed(markup).itertext())


def test_a_glyph_has_the_shape_of_the_band_and_the_colour_of_the_score() -> None:
    shapes = {path.get("d") for score in (-60, 0, 60) for path in parsed(glyph(score)).iter("path")}

    assert len(shapes) == 3
    assert f'class="glyph {charts.tone(-60)}"' in glyph(-60)


def test_bands_have_different_heights_and_text() -> None:
    names = ["risk-forward", "mixed", "opportunity-forward"]
    parts = charts.stretches([20, 50, 30], names, width=charts.BANDS_WIDTH)

    (drawn,) = parsed(bands(parts))

    assert [bar.get("width") for bar in drawn.iter("rect")] == ["56", "140", "84"]
    assert [bar.get("y") for bar in drawn.iter("rect")] == ["6", "3", "0"]
    said = ["".join(span.itertext()) for span in drawn.iter("span")]
    assert said == ["20 % risk-forward", "50 % mixed", "30 % opportunity-forward"]
    assert bands([]) == ""


def test_a_trail_has_every_tone_and_its_statistics() -> None:
    scores = [-40.0, 0.0, 35.0, 36.0]
    paths = charts.trail_paths(tuple(scores))

    (drawn,) = parsed(trail(paths, statistics_of(scores)))

    assert [path.get("d") for path in drawn.iter("path")] == [path.d for path in paths]
    assert "Trail of 4 segments" in drawn.get("aria-label", "")


def test_the_scale_has_a_coloured_step_for_every_ten_points() -> None:
    steps = parsed(scale_steps("3", "1.6")).findall("rect")

    assert [step.get("class") for step in steps] == [step.tone for step in charts.scale_steps()]
    assert {(step.get("y"), step.get("height")) for step in steps} == {("3", "1.6")}
