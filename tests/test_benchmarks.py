"""The report of the benchmarks: parts are renewed one by one, ratios are ratios."""

from collections.abc import Callable
from unittest.mock import patch

from benchmarks.figures import Figure, Measured
from benchmarks.ratio import paired
from benchmarks.report import as_markdown, merged

ABOUT = {"machine": {"cores": 2}, "commit": "abc"}
FIRST = Measured("Search", [Figure("search_vs_sql", 1.25, "ours against theirs", "<= 1.5")])
SECOND = Measured("Pages", [Figure("page_vs_empty_view", 3.0, "a page")], [{"page": "/", "ms": 2}])


def test_a_ratio_says_how_many_times_as_long_one_takes() -> None:
    now = [0.0]

    def work(seconds: float) -> Callable[[], None]:
        return lambda: now.__setitem__(0, now[0] + seconds)

    with patch("benchmarks.ratio.time.perf_counter", lambda: now[0]):
        ratio = paired(work(0.75), work(0.25), rounds=5, times=4)

    assert (ratio.low, ratio.value, ratio.high) == (3.0, 3.0, 3.0)
    assert (ratio.one, ratio.other) == (0.75, 0.25)


def test_a_part_that_is_measured_again_replaces_only_itself() -> None:
    report = merged({"details": {}}, "search", FIRST, ABOUT)
    report = merged(report, "pages", SECOND, ABOUT | {"commit": "def"})

    assert report["ratios"] == {"search_vs_sql": 1.25, "page_vs_empty_view": 3.0}
    assert report["details"]["search"]["commit"] == "abc"
    assert report["commit"] == report["details"]["pages"]["commit"] == "def"


def test_the_report_for_people_says_what_the_one_for_programs_says() -> None:
    text = as_markdown(merged({"details": {}}, "pages", SECOND, ABOUT))

    assert "`make bench ONLY=pages`, at commit `abc`." in text
    assert "| `page_vs_empty_view` | 3 |  | a page |" in text
    assert "| / | 2 |" in text
