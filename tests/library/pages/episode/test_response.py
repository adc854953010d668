"""An episode's page is put together of kept parts, and is what it would be if drawn anew."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import Error, connection, models, transaction
from django.test import Client

from library.models import Episode, Guest, Segment, Shelf, Show, Tag, Transcript
from library.pages.episode.response import PLACE
from scoring.models import Assessment, Challenge, SegmentScore
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed

pytestmark = pytest.mark.django_db
ADDRESS = "/episodes/a-talk/"
SHOWN = (Episode, Show, Shelf, Guest, Tag, Transcript, Assessment, Segment, SegmentScore)
WRITTEN_ONCE = {
    "SegmentScore.phrases",
    "SegmentScore.rest",
    "SegmentScore.lens",
    "Segment.text",
    "Transcript.cues",
}
"""What no code writes again once it is stored."""


@pytest.fixture
def episode() -> Episode:
    episode = make_assessed("A talk", sentences=[PLAIN, DARK, BRIGHT] * 30).episode
    Assessment.objects.create(
        episode=episode,
        kind="editorial",
        assessor="Eva Editor",
        position=-40,
        band="risk-forward",
        lens="technical",
        confidence="high",
        evidence_mode="interview",
        bullets=["She listened."],
    )
    return episode


def asked(client: Client, settings: LazySettings, *, kept: bool) -> bytes:
    settings.PART_CACHE_SECONDS = 60 if kept else 0
    return client.get(ADDRESS).content


def settle() -> None:
    """Let PostgreSQL draw the library's version now, as it does at a commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def others(field: models.Field[Any, Any], value: Any) -> Iterator[Any]:
    """Yield values of a column that differ from the one it has."""
    if field.choices:
        yield from (key for key, _ in field.choices if key != value)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.JSONField):
        if isinstance(value, list):
            yield value[:-1]
        if field.name in ("bullets", "confidence_reasons"):
            yield [*value, "Another reason."]
        if isinstance(value, dict):
            yield {key: value[key] + (type(value[key]) is float) for key in value}
            yield {"overlap": 3} if field.name == "repairs" else None
    elif isinstance(field, models.DateField):
        yield value + timedelta(days=3) if value else date(2024, 2, 3)
    elif isinstance(field, models.FloatField | models.IntegerField):
        yield from (1, 7) if value is None else (value + 1, value - 1)
    else:
        yield from (f"{value or ''}x", *([""] if field.blank else []))


def changes() -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the name of a column with a change of it, for all that have to do with an episode."""
    for model in SHOWN:
        for row in model.objects.order_by("pk")[: 2 if model is Assessment else 1]:
            for field in model._meta.concrete_fields:
                name = f"{model.__name__}.{field.name}"
                if field.is_relation or field.primary_key or name in WRITTEN_ONCE:
                    continue
                same = model.objects.filter(pk=row.pk)
                for value in others(field, getattr(row, field.attname)):
                    yield (
                        name,
                        lambda same=same, value=value, f=field: same.update(**{f.name: value}),
                    )


@pytest.mark.filterwarnings("ignore:DateTimeField")
def test_a_change_of_any_column_shows_as_if_all_were_drawn_anew(
    client: Client, settings: LazySettings, episode: Episode
) -> None:
    before = asked(client, settings, kept=True)
    changed: set[str] = set()
    for name, change in changes():
        with transaction.atomic():
            try:
                with transaction.atomic():
                    change()
                    settle()
            except Error:
                continue
            after = asked(client, settings, kept=True)
            assert after == asked(client, settings, kept=False), name
            changed |= {name} if after != before else set()
            transaction.set_rollback(True)

    assert asked(client, settings, kept=True) == before
    assert {"Episode.title", "Show.title", "Assessment.position", "Transcript.kind"} <= changed
    assert {"Guest.name", "Tag.slug", "SegmentScore.score", "Segment.start"} <= changed
    assert len(changed) > 30, sorted(changed)


RELATED: list[Callable[[Episode], object]] = [
    lambda episode: episode.tags.add(Tag.objects.create(name="New", slug="new")),
    lambda episode: episode.guests.clear(),
    lambda episode: Episode.objects.update(shelf=None),
    lambda episode: Episode.objects.update(show=Show.objects.create(title="Other", slug="other")),
    lambda episode: Assessment.objects.filter(kind="editorial").delete(),
    lambda episode: Assessment.objects.filter(kind="automatic").delete(),
    lambda episode: Transcript.objects.all().delete(),
    lambda episode: Challenge.objects.create(
        episode=episode, kind="agree", state="accepted", shown=3
    ),
]


@pytest.mark.parametrize("change", RELATED)
def test_what_comes_or_goes_shows_at_once(
    client: Client, settings: LazySettings, episode: Episode, change: Callable[[Episode], object]
) -> None:
    before = asked(client, settings, kept=True)

    change(episode)
    settle()

    after = asked(client, settings, kept=True)
    assert after != before
    assert after == asked(client, settings, kept=False)


def test_a_page_drawn_before_reads_its_figures_and_draws_nothing(
    admin_client: Client, settings: LazySettings, episode: Episode
) -> None:
    settings.PART_CACHE_SECONDS = 60
    first = admin_client.get(ADDRESS)

    with queries(5):  # the version; episode, assessments, scores, and whom it names
        again = admin_client.get(ADDRESS)

    assert again.content == first.content
    assert again.templates == []
    assert PLACE not in again.content.decode()


def test_the_arc_by_the_clock_is_kept_apart(
    client: Client, settings: LazySettings, episode: Episode
) -> None:
    in_order = asked(client, settings, kept=True)

    by_clock = client.get(f"{ADDRESS}?axis=clock").content

    assert b"placed by the clock" in by_clock
    assert b"placed by the clock" not in in_order
    assert asked(client, settings, kept=True) == in_order


def test_the_page_names_the_host_that_was_asked(
    client: Client, settings: LazySettings, episode: Episode
) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]

    pages = [
        client.get(ADDRESS, headers={"host": host}).content.decode()
        for host in settings.ALLOWED_HOSTS
    ]

    assert "http://one.example/episodes/a-talk/" in pages[0]
    assert "one.example" not in pages[1]


def test_the_preview_of_an_editor_has_what_stands_beside_the_page(
    admin_client: Client, admin_user: User, episode: Episode
) -> None:
    html = admin_client.get(f"/admin/library/episode/{episode.pk}/preview/").content.decode()

    assert "Counterbalance on this topic" in html
    assert PLACE not in html
