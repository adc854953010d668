"""The OpenAPI description is committed, complete and correct."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.test import Client
from drf_spectacular.settings import spectacular_settings as drf_settings

from config.api import spectacular_settings
from tests.paths import ROOT

GENERATE = "drf_spectacular.generators.SchemaGenerator.get_schema"
COMMITTED = ROOT / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMMITTED.read_text())
    return found


def operations_of(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in schema["paths"].values():
        yield from path.values()


def generated(path: Path, **options: Any) -> str:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(path), **options)
    return path.read_text()


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_the_committed_descriptions_match_the_code(tmp_path: Path, form: str) -> None:
    """After a change of the API, run `make schema`."""
    options = {"format": "openapi-json"} if form == "json" else {}

    assert generated(tmp_path / "made", **options) == COMMITTED.with_suffix(f".{form}").read_text()


def test_it_is_openapi_3_1() -> None:
    assert COMMITTED.read_text().startswith("openapi: 3.1.")


def test_every_parameter_and_response_has_a_description(schema: dict[str, Any]) -> None:
    for operation in operations_of(schema):
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (operation["operationId"], parameter["name"])
        for status, response in operation["responses"].items():
            assert response.get("description") or "$ref" in response, status


def test_every_tag_is_declared_with_a_description_and_used(schema: dict[str, Any]) -> None:
    tags = {tag["name"]: tag["description"] for tag in schema["tags"]}

    assert all(tags.values())
    assert {tag for each in operations_of(schema) for tag in each["tags"]} == tags.keys()
    assert all(len(operation["tags"]) == 1 for operation in operations_of(schema))


def test_requests_have_no_field_that_cannot_be_written(schema: dict[str, Any]) -> None:
    bodies = {
        part["schema"]["$ref"].rsplit("/", 1)[1]
        for operation in operations_of(schema)
        for part in operation.get("requestBody", {}).get("content", {}).values()
        if "$ref" in part["schema"]
    }

    assert "DraftRequest" in bodies
    for name in bodies:
        fields = schema["components"]["schemas"][name]["properties"]
        assert not [field for field, kind in fields.items() if kind.get("readOnly")], name


def test_schema_alternatives_have_distinct_types(schema: dict[str, Any]) -> None:
    for name, described in schema["components"]["schemas"].items():
        for field, kind in described.get("properties", {}).items():
            types = [each.get("type", each.get("$ref")) for each in kind.get("oneOf", ())]
            assert len(types) == len(set(types)), (name, field)


def test_csv_is_the_last_format_in_the_schema_and_a_string(schema: dict[str, Any]) -> None:
    """Generated clients take the type of the first: a model, or the bytes of an export."""
    contents = [each["responses"]["200"]["content"] for each in operations_of(schema)
                if "text/csv" in each["responses"].get("200", {}).get("content", {})]  # fmt: skip

    assert len(contents) > 15
    for content in contents:
        assert list(content)[-1] == "text/csv"
        assert content["text/csv"] == {"schema": {"type": "string"}}


def test_the_schema_linter_disables_only_the_trailing_slash_rule() -> None:
    rules = yaml.safe_load((ROOT / "redocly.yaml").read_text())

    # YAML 1.1 reads off as False.
    assert [name for name, level in rules["rules"].items() if level is False] == [
        "no-path-trailing-slash"
    ]
    assert set(rules["rules"].values()) == {False, "error"}
    assert rules["apis"]["counterpoint"]["root"] == "docs/openapi.yaml"


@pytest.mark.django_db
@pytest.mark.parametrize("seconds", [0, 60])
@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_the_committed_descriptions_are_served(
    client: Client, settings: LazySettings, seconds: int, encoding: str
) -> None:
    settings.PAGE_CACHE_SECONDS = seconds
    headers = {"accept-encoding": encoding}
    for form in 2 * ["json", "yaml"]:
        with patch(GENERATE, side_effect=AssertionError):
            answer = client.get(f"/api/v1/schema/?format={form}", headers=headers)
        zipped = answer.get("Content-Encoding") == "gzip"

        text = gzip.decompress(answer.content) if zipped else answer.content
        assert text == COMMITTED.with_suffix(f".{form}").read_bytes()
        assert zipped == (encoding == "gzip")
        assert f'filename="openapi.{form}"' in answer["Content-Disposition"]
        assert {"Accept", "Accept-Encoding"} <= set(answer["Vary"].split(", "))


@pytest.mark.django_db
def test_the_format_of_the_schema_can_be_requested_by_accept(client: Client) -> None:
    asked = "application/vnd.oai.openapi+json"
    answer = client.get("/api/v1/schema/", headers={"accept": asked})

    assert answer["Content-Type"] == f"{asked}; charset=utf-8"
    assert json.loads(answer.content)["info"]["title"] == "Counterpoint"


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_the_served_schema_states_the_licence_of_this_site(
    client: Client, settings: LazySettings, tmp_path: Path, form: str
) -> None:
    settings.DATA = replace(settings.DATA, licence="CC0-1.0")
    options = {"format": "openapi-json"} if form == "json" else {}
    with patch.multiple(drf_settings, DESCRIPTION=spectacular_settings("CC0-1.0")["DESCRIPTION"]):
        expected = generated(tmp_path / "made", **options)

    assert client.get(f"/api/v1/schema/?format={form}").text == expected
    assert "licenses/CC0-1.0.html" in expected


@pytest.mark.django_db
def test_the_schema_has_no_other_parameters(client: Client) -> None:
    answer = client.get("/api/v1/schema/?version=2&format=json")

    assert answer.status_code == 400
    assert "Unknown parameter “version”" in answer.text


def test_the_schema_states_the_licence_of_scores() -> None:
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
