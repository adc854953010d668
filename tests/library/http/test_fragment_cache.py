"""Parts of pages: drawn once for what they show."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.core.cache import cache, caches
from prometheus_client import REGISTRY

from library.http.fragment_cache import kept_part

Draw = Callable[[], str]


@pytest.fixture(autouse=True)
def _parts_are_kept(settings: LazySettings) -> None:
    settings.PART_CACHE_SECONDS = 60


@pytest.fixture
def drawn() -> list[str]:
    return []


@pytest.fixture
def draw(drawn: list[str]) -> Draw:
    def draw() -> str:
        drawn.append("again")
        return f"part {len(drawn)}"

    return draw


def test_a_part_is_drawn_once_for_the_same_values(draw: Draw, drawn: list[str]) -> None:
    assert [kept_part("strip", (1.5, "a"), draw) for _ in "123"] == ["part 1"] * 3
    assert len(drawn) == 1


@pytest.mark.parametrize("other", [(1.5, "b"), (2.5, "a"), (1.5, "a", None), "1.5a"])
def test_other_values_are_drawn_anew(draw: Draw, other: object) -> None:
    kept_part("strip", (1.5, "a"), draw)

    assert kept_part("strip", other, draw) == "part 2"


def test_parts_of_another_name_or_release_are_others(draw: Draw) -> None:
    kept_part("strip", (1.5, "a"), draw)

    assert kept_part("arc", (1.5, "a"), draw) == "part 2"
    with patch("library.http.content_version.release", lambda: "the next"):
        assert kept_part("strip", (1.5, "a"), draw) == "part 3"


def test_nothing_is_kept_where_it_is_switched_off(draw: Draw, settings: LazySettings) -> None:
    settings.PART_CACHE_SECONDS = 0

    assert [kept_part("strip", 1, draw) for _ in "12"] == ["part 1", "part 2"]


def test_a_process_that_has_not_drawn_it_takes_it_from_the_shared_cache(draw: Draw) -> None:
    kept_part("strip", 1, draw)
    caches["near"].clear()

    assert kept_part("strip", 1, draw) == "part 1"
    cache.clear()
    assert kept_part("strip", 1, draw) == "part 1", "it is near again"


def test_parts_are_counted_by_where_they_came_from(draw: Draw) -> None:
    def counted(source: str) -> float:
        asked = {"part": "counted", "source": source}
        return REGISTRY.get_sample_value("counterpoint_kept_parts_total", asked) or 0

    kept_part("counted", 1, draw)
    kept_part("counted", 1, draw)
    caches["near"].clear()
    kept_part("counted", 1, draw)

    assert [counted(source) for source in ("made", "near", "shared")] == [1, 1, 1]
