import re
from datetime import date

import pytest
from django.test import Client

from library.models import Show
from library.pages.listing.over_time import OverTime
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import make_placed

pytestmark = pytest.mark.django_db


def run(*positions: float) -> None:
    for number, position in enumerate(positions):
        make_placed(f"Talk {number}", position, published_on=date(2020 + number, 1, 1))


def marks(html: str) -> list[str]:
    drawing = html[html.index('id="over-time"') :].split("</svg>")[0]
    return re.findall(r"<title>([^<]*)</title>", drawing)


def test_a_show_has_a_chart_over_time_and_a_table(client: Client) -> None:
    run(-30, 10, 40)
    make_placed("Undated", 5)

    html = get(client, "/shows/plain-show/")

    assert [name.split(":")[0] for name in marks(html)] == [
        "1 Jan 2020, Talk 0",
        "1 Jan 2021, Talk 1",
        "1 Jan 2022, Talk 2",
    ]
    text = words_of(html)
    assert "1 Jan 2020 Talk 0 −30 Risk-forward" in text
    assert "3 dated episodes are too few to show a trend." in text


@pytest.mark.parametrize(
    ("positions", "said"),
    [
        (
            (-30, -20, -25, 5, 15, 20),
            "More opportunity-forward over time: median −25 in the earlier",
        ),
        (
            (30, 20, 25, 5, 0, -20),
            "More risk-forward over time: median +25 in the earlier half, 0 in",
        ),
        ((5, 4, 6, 8, 3, 9), "Steady over time: median +5 in the earlier half, +8 in the later."),
    ],
)
def test_the_summary_reports_a_shift(
    client: Client, positions: tuple[float, ...], said: str
) -> None:
    run(*positions)

    assert said in words_of(get(client, "/shows/plain-show/"))


def test_fewer_than_three_dates_show_no_chart(client: Client) -> None:
    run(-30, 10)

    assert "Over time" not in get(client, "/shows/plain-show/")


def test_only_the_latest_points_are_shown_with_a_note(client: Client) -> None:
    for number in range(103):
        make_placed(f"Talk {number}", number - 50, published_on=date(1900 + number, 1, 1))

    html = get(client, "/shows/plain-show/")

    assert len(marks(html)) == 100
    assert marks(html)[0].startswith("1 Jan 1903, Talk 3")
    assert (
        "The chart shows the latest 100 episodes. The summary also counts 3 earlier episodes."
        in html
    )
    assert len(html.encode()) < 120_000


@pytest.mark.parametrize("count", [1, 20])
def test_the_chart_costs_one_query(client: Client, count: int) -> None:
    run(*range(count))
    course = OverTime(Show.objects.get())

    with queries(1):
        assert course.is_drawn is (count >= 3)
        assert len(course.points) == count
