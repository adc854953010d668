"""Compiled querysets: the same rows as Django's own, without writing the SQL again."""

import threading
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.db.models.sql.compiler import SQLCompiler

from library.db.prepared_querysets import Compiled, Given
from library.models import Episode
from tests.budget import queries
from tests.make import make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_slug() -> Compiled[Episode]:
    return Compiled(lambda: Episode.objects.select_related("show").filter(slug=Given("slug")))


def test_each_value_gets_its_own_rows(by_slug: Compiled[Episode]) -> None:
    first, second = make_episode("One talk"), make_episode("Another talk")

    assert by_slug(slug=first.slug) == [first]
    assert by_slug(slug=second.slug) == [second]
    assert by_slug(slug="no-such-talk") == []


def test_rows_are_models_with_what_is_joined(by_slug: Compiled[Episode]) -> None:
    episode = make_episode("One talk")

    with queries(1):
        found = by_slug(slug=episode.slug)[0]
        assert found.show.title == episode.show.title
    assert found.published_on == episode.published_on
    assert found.created_at == episode.created_at


def test_rows_may_be_values_found_by_several_keys() -> None:
    ours = [make_episode(title) for title in ("One talk", "Another talk", "A third")]
    titles = Compiled(
        lambda: (
            Episode.objects.filter(pk__in=[Given("one"), Given("other")])
            .order_by("title")
            .values_list("title", flat=True)
        )
    )

    assert titles(one=ours[0].pk, other=ours[1].pk) == ["Another talk", "One talk"]


def test_the_sql_is_written_once(by_slug: Compiled[Episode]) -> None:
    episode = make_episode("One talk")
    by_slug(slug=episode.slug)

    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("written again")):
        assert by_slug(slug=episode.slug) == [episode]


def test_rows_are_read_anew_each_time(by_slug: Compiled[Episode]) -> None:
    episode = make_episode("One talk")
    by_slug(slug=episode.slug)
    Episode.objects.update(title="Renamed")

    assert by_slug(slug=episode.slug)[0].title == "Renamed"


def test_a_value_is_never_read_as_sql(by_slug: Compiled[Episode]) -> None:
    make_episode("One talk")

    assert by_slug(slug="' OR 1=1 --") == []
    assert by_slug(slug="100%s") == []


def test_a_value_that_is_not_given_is_an_error(by_slug: Compiled[Episode]) -> None:
    with pytest.raises(KeyError, match="slug"):
        by_slug()


def test_each_thread_writes_its_own(by_slug: Compiled[Episode]) -> None:
    by_slug(slug="one-talk")
    seen: list[bool] = []
    other = threading.Thread(target=lambda: seen.append(hasattr(by_slug._local, "written")))
    other.start()
    other.join()

    assert hasattr(by_slug._local, "written")
    assert seen == [False]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares by itself")
def test_postgresql_plans_it_once_and_nothing_else(by_slug: Compiled[Episode]) -> None:
    episode = make_episode("One talk")
    usual = connection.connection.cursor_factory
    for _ in range(5):
        assert by_slug(slug="one-talk") == [episode]
        assert list(Episode.objects.filter(slug="one-talk")) == [episode]

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [
            statement for (statement,) in cursor.fetchall() if "library_episode" in statement
        ]
    assert len(planned) == 1
    assert '"slug" = $1' in planned[0]
    assert connection.connection.cursor_factory is usual


def test_a_failed_question_leaves_the_connection_as_it_was(by_slug: Compiled[Episode]) -> None:
    by_slug(slug="one-talk")
    usual = getattr(connection.connection, "cursor_factory", None)

    with pytest.raises(OperationalError), connection.execute_wrapper(away):
        by_slug(slug="one-talk")

    assert getattr(connection.connection, "cursor_factory", None) is usual


def away(*_: object) -> None:
    raise OperationalError("away")
