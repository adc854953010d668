"""The report of the benchmarks: parts are updated separately, and ratios are correct."""

import json
from collections.abc import Callable
from importlib.util import find_spec
from unittest.mock import patch

import pytest

from benchmarks import answers, load, mirror
from benchmarks import queries as counted
from benchmarks.__main__ import NAMES
from benchmarks.figures import Figure, Measured
from benchmarks.query_count import count_queries
from benchmarks.ratio import paired
from benchmarks.report import (
    BEGIN,
    DEPLOY,
    END,
    JSON,
    MARKDOWN,
    SUMMARY,
    as_markdown,
    merged,
    with_figures,
    with_sizing,
)
from library.models import Episode

ABOUT = {"machine": {"cores": 2}, "commit": "abc"}
FIRST = Measured("Search", [Figure("search_vs_sql", 1.25, "ours against theirs", "<= 1.5")])
SECOND = Measured("Pages", [Figure("page_vs_empty_view", 3.0, "a page")], [{"page": "/", "ms": 2}])


def test_a_ratio_compares_two_times() -> None:
    now = [0.0]

    def work(seconds: float) -> Callable[[], None]:
        return lambda: now.__setitem__(0, now[0] + seconds)

    with patch("benchmarks.ratio.time.perf_counter", lambda: now[0]):
        ratio = paired(work(0.75), work(0.25), rounds=5, times=4)

    assert (ratio.low, ratio.value, ratio.high) == (3.0, 3.0, 3.0)
    assert (ratio.first, ratio.second) == (0.75, 0.25)


def test_a_repeated_benchmark_replaces_its_own_part() -> None:
    report = merged({"details": {}}, "search", FIRST, ABOUT)
    report = merged(report, "pages", SECOND, ABOUT | {"commit": "def"})

    assert report["ratios"] == {"search_vs_sql": 1.25, "page_vs_empty_view": 3.0}
    assert report["details"]["search"]["commit"] == "abc"
    assert report["commit"] == report["details"]["pages"]["commit"] == "def"


def test_both_reports_have_the_same_figures() -> None:
    text = as_markdown(merged({"details": {}}, "pages", SECOND, ABOUT))

    assert "`make bench ONLY=pages`, at commit `abc`." in text
    assert "| `page_vs_empty_view` | 3 |  | a page |" in text
    assert "| / | 2 |" in text


def test_the_summary_has_the_figures_that_have_a_limit() -> None:
    report = merged({"details": {}}, "search", FIRST, ABOUT)
    report = merged(report, "pages", SECOND, ABOUT)

    text = with_figures(f"before {BEGIN} old {END} after", report)

    assert "| ours against theirs | 1.25 | <= 1.5 |" in text
    assert "a page" not in text
    assert text.startswith("before ")
    assert text.endswith(" after")
    assert with_figures(text, report) == text
    with pytest.raises(ValueError, match="no markers"):
        with_figures("nothing here", report)


def test_the_committed_report_and_its_summary_have_the_same_figures() -> None:
    report = json.loads(JSON.read_text())

    assert MARKDOWN.read_text() == as_markdown(report)
    assert with_figures(SUMMARY.read_text(), report) == SUMMARY.read_text()
    assert with_sizing(DEPLOY.read_text(), report) == DEPLOY.read_text()


def test_the_table_of_sizes_uses_the_measurements() -> None:
    memory = [
        {"process": "web, one worker", "after, MiB": 100},
        {"process": "scoring", "after, MiB": 150},
        {"process": "scoring and topics, at most", "after, MiB": 200},
    ]
    size = [{"per episode, MiB": 9.0}, {"per episode, MiB": 2.0}]
    report = {"details": {"memory": {"rows": memory}, "size": {"rows": size}}}

    text = with_sizing(f"{BEGIN}{END}", report)

    assert "| (2 + 2) × 100 MiB | 2 × 200 MiB | 256 MiB | 256 MiB | 1,312 MiB |" in text
    assert "| 1 core, 2 GB | 2 GB |" in text
    assert "| 2 cores, 4 GB | 20 GB |" in text


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_exists(name: str) -> None:
    assert find_spec(f"benchmarks.{name}")


@pytest.mark.django_db
def test_picks_of_generated_libraries_are_measured() -> None:
    measured = mirror.measure(sizes=(30, 60))

    assert [figure.name for figure in measured.figures] == [
        "mirror_picks_vs_10ms",
        "mirror_library_vs_20s",
        "mirror_growth",
    ]
    assert [row["episodes"] for row in measured.rows] == ["30", "60"]
    # One more where fewer than three picks are on the topic.
    assert {row["queries for one page"] for row in measured.rows} <= {"4", "4 to 5", "5"}


@pytest.mark.django_db
def test_queries_of_a_page_are_counted_with_the_time_they_take() -> None:
    with count_queries() as made:
        assert not Episode.objects.exists()
        assert not Episode.objects.exists()

    assert made.queries == 2
    assert made.seconds > 0


@pytest.mark.django_db
def test_passages_of_small_generated_libraries_are_answered() -> None:
    measured = answers.measure(sizes=(8, 16), segments=80)

    assert [figure.name for figure in measured.figures] == ["answers_growth", "related_growth"]
    assert [row["segments"] for row in measured.rows] == ["640", "1,280"]
    assert [row["postings"] for row in measured.rows] == ["10,240", "20,480"]
    assert measured.rows[-1]["maximum queries"] == 4


@pytest.mark.parametrize(
    ("slowest", "connections", "end"),
    [
        ([160, 5, 6, 8, 11], [1, 2, 4, 8, 16], "best p99 with up to 4 connections is 5 ms"),
        ([3, 7, 7, 5, 6], [1, 2, 4, 8, 16], "best p99 with up to 4 connections is 3 ms"),
        ([4] * 10, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512], "at 512 connections"),
    ],
)
def test_load_increases_until_p99_has_doubled(
    slowest: list[float], connections: list[int], end: str
) -> None:
    took = iter(slowest)

    runs, said = load.rise(lambda concurrency: load.Run(concurrency, 100.0, 1.0, next(took)))

    assert [run.concurrency for run in runs] == connections
    assert end in said


@pytest.mark.django_db
def test_pages_make_the_same_queries_for_any_size_of_generated_library() -> None:
    measured = counted.measure(sizes=(10, 40))

    ratios = {figure.name: figure.value for figure in measured.figures}
    assert ratios["index_queries_40_vs_10"] == ratios["transcript_queries_40_vs_10"] == 1.0
    # One more query where fewer than three picks are on the topic.
    assert ratios["episode_queries_40_vs_10"] <= 1.06
