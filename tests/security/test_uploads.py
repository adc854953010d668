"""Uploads are limited before they are read, and are never written to disk."""

import builtins
import tempfile
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.test import Client
from py3langid import langid

from library.models import Transcript
from tests.make import PLAIN, make_account, make_draft

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/library/transcript/add/"


def test_an_upload_of_the_largest_size_needs_no_disk(client: Client, monkeypatch) -> None:
    client.force_login(make_account("ada", "Editor"))
    episode = make_draft()
    file = BytesIO(f"{PLAIN}\n\n".encode() * 40_000)
    file.name = "../../etc/talk.txt"
    assert len(file.getvalue()) > 2_621_440, "beyond what Django keeps in memory by default"

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    plain_open = builtins.open

    def reading_only(path: object, mode: str = "r", *rest: object, **more: object) -> object:
        return full() if set(mode) & set("wax+") else plain_open(path, mode, *rest, **more)

    # The language model is unpacked once in the life of a process, through a scratch file: now.
    monkeypatch.setattr(langid, "IDENTIFIER", None)
    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, full)
    monkeypatch.setattr(builtins, "open", reading_only)
    answer = client.post(UPLOAD, {"episode": episode.pk, "kind": "publisher", "file": file})

    assert answer.status_code == 200
    preview = answer.context["preview"]
    assert preview.segment_count > 1000
    assert (
        "Language: unknown, because no temporary file could be written: No space left on device."
        in answer.text
    )
    assert "etc/" not in answer.text
    assert not Transcript.objects.exists()


@pytest.mark.parametrize("address", [UPLOAD, "/", "/api/v1/episodes/", "/admin/login/"])
def test_a_body_that_is_too_large_is_rejected_unread(
    client: Client, settings: LazySettings, address: str
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

    answer = client.post(address, {"file": BytesIO(b"x" * 1_100_000)})

    assert answer.status_code == 413
    said = answer.json()["detail"] if address.startswith("/api/") else answer.text.strip()
    assert said == "The request body must not be larger than 1 MB."


@pytest.mark.parametrize("said", ["-1", "many", "9" * 30])
def test_an_invalid_content_length_is_rejected(client: Client, said: str) -> None:
    answer = client.generic("POST", "/", CONTENT_LENGTH=said)

    assert answer.status_code == 413
    assert answer["X-Content-Type-Options"] == "nosniff"
