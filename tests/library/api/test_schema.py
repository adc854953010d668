"""The OpenAPI description is committed, complete and correct."""

from unittest.mock import patch

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.test import Client

from config.api import spectacular_settings
from tests.paths import ROOT

COMMITTED = ROOT / "docs" / "openapi.yaml"


def test_the_committed_description_matches_the_code(tmp_path) -> None:
    """After a change of the API, run `make schema`."""
    made = tmp_path / "openapi.yaml"

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(made))

    assert made.read_text() == COMMITTED.read_text()


def test_it_is_openapi_3_1() -> None:
    assert COMMITTED.read_text().startswith("openapi: 3.1.")


@pytest.mark.django_db
def test_it_is_served(client: Client) -> None:
    answer = client.get("/api/v1/schema/?format=json")

    assert answer.json()["info"]["title"] == "Counterpoint"


@pytest.mark.django_db
def test_it_is_made_once_for_all_readers_in_each_format(
    client: Client, settings: LazySettings
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    first = [client.get(f"/api/v1/schema/?format={name}") for name in ("json", "yaml")]

    with patch("drf_spectacular.generators.SchemaGenerator.get_schema", side_effect=AssertionError):
        second = [client.get(f"/api/v1/schema/?format={name}") for name in ("json", "yaml")]

    assert [each.content for each in first] == [each.content for each in second]
    assert [each["Content-Type"] for each in first] == [each["Content-Type"] for each in second]
    assert first[0].content != first[1].content


def test_it_names_the_licence_of_scores() -> None:
    said = str(spectacular_settings("CC0-1.0")["DESCRIPTION"])

    assert "licensed under [CC0-1.0](https://spdx.org/licenses/CC0-1.0.html)" in said
    assert f"[{settings.DATA.licence}]" in settings.SPECTACULAR_SETTINGS["DESCRIPTION"]
    assert "verything" not in said


@pytest.mark.django_db
def test_the_documentation_page_loads_only_local_files(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    script = client.get("/api/v1/docs/?script")

    assert "//cdn" not in page
    assert '<a class="site-name" href="/">' in page
    assert page.index("js/theme.js") < page.index("js/api_docs.js")
    assert "<style" not in page
    assert "unsafe" not in client.get("/api/v1/docs/")["Content-Security-Policy"]
    assert script["Content-Type"].startswith("application/javascript")
