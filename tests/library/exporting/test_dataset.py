"""The data page is a schema.org Dataset with what Google's documentation asks for."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from library.exporting.dumps import dump_library
from tests.library.pages.test_sharing import graph
from tests.make import make_assessed

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = replace(settings.DATA, folder=tmp_path / "dumps", licence="CC0-1.0")


def test_the_dataset_has_all_required_and_recommended_fields(client: Client) -> None:
    make_assessed("A talk")
    made = dump_library()

    dataset = graph(client, "/data/")["Dataset"]

    assert dataset["name"] == "Counterpoint: positions of long conversations about AI"
    assert 50 <= len(dataset["description"]) <= 5000
    assert dataset["license"] == "https://spdx.org/licenses/CC0-1.0.html"
    assert dataset["creator"] == {
        "@type": "Organization",
        "name": "Counterpoint",
        "url": f"{SITE}/",
    }
    assert dataset["url"] == dataset["@id"] == f"{SITE}/data/"
    assert (dataset["version"], dataset["isAccessibleForFree"]) == (made.version, True)
    assert [each["name"] for each in dataset["variableMeasured"]] == ["score", "band", "lens"]


def test_every_distribution_can_be_downloaded_as_its_format(client: Client) -> None:
    make_assessed("A talk")
    made = dump_library()

    archive, *tables = graph(client, "/data/")["Dataset"]["distribution"]

    assert archive["contentUrl"] == SITE + made.url
    assert archive["sha256"] == made.checksum
    assert len(tables) == 3
    for each in (archive, *tables):
        answer = client.get(each["contentUrl"].removeprefix(SITE))
        assert answer.status_code == 200
        assert answer["Content-Type"].split(";")[0] == each["encodingFormat"]


def test_without_a_dump_the_dataset_has_the_tables_and_no_version(client: Client) -> None:
    dataset = graph(client, "/data/")["Dataset"]

    assert "version" not in dataset
    assert all("segments/export" in each["contentUrl"] for each in dataset["distribution"])
