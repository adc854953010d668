import pytest

from library.models import Guest
from library.services.catalogue import real_names
from library.services.episodes import import_transcript
from library.services.import_details import EpisodeDetails, Provenance
from tests.make import PLAIN, make_parsed


@pytest.mark.parametrize(
    "name",
    ["speaker not named in the file", "Guest not identified", "Unknown", "Speaker 2", "n/a", "?"],
)
def test_placeholders_are_not_names(name: str) -> None:
    assert real_names([name, "Ada Guest"]) == ["Ada Guest"]


@pytest.mark.parametrize("name", ["Ada Guest", "Speaker Pelosi", "Host Tomas", "Nan Goldin"])
def test_real_names_are_returned_unchanged(name: str) -> None:
    assert real_names([name]) == [name]


@pytest.mark.django_db
def test_an_import_creates_no_guest_for_a_placeholder() -> None:
    details = EpisodeDetails(
        title="A talk", show="A show", guests=["speaker not named in the file", "Ada Guest"]
    )

    import_transcript(
        make_parsed([PLAIN] * 20), details=details, provenance=Provenance(kind="publisher")
    )

    assert [guest.name for guest in Guest.objects.all()] == ["Ada Guest"]
