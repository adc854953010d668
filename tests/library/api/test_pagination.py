"""Cursor pages contain every row once, in any order, even if rows are added or removed."""

from datetime import date

import pytest
from django.db.models import F
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from library.api.pagination import CursorPages
from library.models import Episode, Show

pytestmark = pytest.mark.django_db


def make_many(count: int) -> list[str]:
    """Create episodes, a third without a date and the others with two dates; return their slugs."""
    show = Show.objects.create(slug="many", title="Many")
    dates = [None, date(2025, 1, 1), date(2024, 1, 1)]
    Episode.objects.bulk_create(
        Episode(
            slug=f"talk-{number:03}",
            title=f"Talk {number % 4}",
            show=show,
            status="published",
            published_on=dates[number % 3],
        )
        for number in range(count)
    )
    return list(Episode.objects.newest_first().values_list("slug", flat=True))


def walk(client: Client, address: str, link: str = "next") -> list[list[str]]:
    pages = []
    while address:
        answer = client.get(address).json()
        pages.append([row["slug"] for row in answer["results"]])
        address = answer[link]
    return pages


@pytest.mark.parametrize("size", [1, 3, 7])
def test_next_pages_return_every_row_once_in_order(client: Client, size: int) -> None:
    slugs = make_many(23)

    pages = walk(client, f"/api/v1/episodes/?page_size={size}")

    assert [slug for page in pages for slug in page] == slugs
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)


def test_previous_pages_return_the_same_rows_in_order(client: Client) -> None:
    slugs = make_many(23)
    address = "/api/v1/episodes/?page_size=5"
    while address:
        last, address = address, client.get(address).json()["next"]

    pages = walk(client, last, "previous")

    assert [slug for page in reversed(pages) for slug in page] == slugs


def test_a_new_row_does_not_shift_later_pages(client: Client) -> None:
    slugs = make_many(9)
    first = client.get("/api/v1/episodes/?page_size=3").json()
    show = Show.objects.get()
    Episode.objects.create(
        slug="new", title="New", show=show, status="published", published_on=date(2026, 1, 1)
    )

    second = client.get(first["next"]).json()

    assert [row["slug"] for row in second["results"]] == slugs[3:6]


@pytest.mark.parametrize("ordering", ["title", "-title"])
def test_an_ordering_that_rows_share_is_made_unique(ordering: str) -> None:
    make_many(8)
    rows: list[str] = []
    address = "/?page_size=3"
    while address:
        pages = CursorPages()
        request = Request(APIRequestFactory().get(address))
        found = pages.paginate_queryset(Episode.objects.order_by(ordering), request)
        rows += [row.slug for row in found]
        address = pages.next or ""

    assert len(rows) == len(set(rows)) == 8


def test_ascending_order_with_nulls_last() -> None:
    make_many(7)
    request = Request(APIRequestFactory().get("/?page_size=6"))
    pages = CursorPages()
    ordering = [F("published_on").asc(nulls_last=True), "slug"]
    first = pages.paginate_queryset(Episode.objects.order_by(*ordering), request)

    rest = CursorPages()
    last = rest.paginate_queryset(
        Episode.objects.order_by(*ordering), Request(APIRequestFactory().get(pages.next or ""))
    )

    assert [row.slug for row in [*first, *last]] == list(
        Episode.objects.order_by(*ordering).values_list("slug", flat=True)
    )


@pytest.mark.parametrize("cursor", ["", "nonsense", "WyJhIl0:1v:xx", "\x00", "%00"])
def test_a_forged_cursor_is_rejected(client: Client, cursor: str) -> None:
    answer = client.get("/api/v1/episodes/", {"cursor": cursor})

    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("Invalid cursor")


def test_a_cursor_of_another_list_is_rejected(client: Client) -> None:
    make_many(4)
    cursor = client.get("/api/v1/episodes/?page_size=2").json()["next"].split("cursor=")[1]

    answer = client.get(f"/api/v1/episodes/talk-000/segments/?cursor={cursor}".split("&")[0])

    assert answer.status_code == 404


@pytest.mark.parametrize("size", ["0", "-1", "many", "1.5", "", "²", "9" * 2000])
def test_an_invalid_page_size_is_rejected(client: Client, size: str) -> None:
    answer = client.get("/api/v1/episodes/", {"page_size": size})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"name": "page_size", "detail": "Must be a whole number of at least 1."}
    ]
