"""The slow part of the quality checks runs before the transaction that stores a transcript."""

import pytest
from django.db import connection

from library.captions import quality_checks
from library.captions.editing import Edit
from library.models import Transcript
from library.services.import_details import Provenance
from scoring.curation.cue_edits import edit_cues
from scoring.curation.transcript_edits import replace_transcript
from tests.library.api.writing.ask import program
from tests.make import BRIGHT, DARK, make_account, make_draft, make_episode, make_parsed

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = Provenance(kind=Transcript.Kind.PUBLISHER, source_name="a.vtt")
VTT = b"WEBVTT\n\n00:01.000 --> 00:09.000\nThe model was trained on clean data.\n"


@pytest.fixture
def in_transaction(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each slow check so far ran in a transaction."""
    seen: list[bool] = []
    read_words = quality_checks.read_words

    def note(text: str) -> object:
        seen.append(connection.in_atomic_block)
        return read_words(text)

    monkeypatch.setattr(quality_checks, "read_words", note)
    return seen


def test_imports_run_quality_checks_outside_transactions(in_transaction: list[bool]) -> None:
    make_episode()

    assert in_transaction == [False]


def test_replacing_a_transcript_runs_quality_checks_outside_transactions(
    in_transaction: list[bool],
) -> None:
    editor = make_account("edna", "Editor")

    replace_transcript(make_draft(), parsed=make_parsed([BRIGHT]), provenance=SOURCE, by=editor)

    assert in_transaction == [False]


def test_editing_cues_runs_quality_checks_outside_transactions(in_transaction: list[bool]) -> None:
    editor = make_account("edna", "Editor")
    stored, _ = replace_transcript(
        make_draft(), parsed=make_parsed([BRIGHT, DARK]), provenance=SOURCE, by=editor
    )

    edit_cues(stored, [Edit(1, 1, ())], by=editor)

    assert in_transaction == [False, False]


@pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": "one"}])
def test_uploads_run_quality_checks_outside_transactions(
    in_transaction: list[bool], headers: dict[str, str]
) -> None:
    make_draft()

    answer = program("Editor").ask(
        "post", "/drafts/a-bare-draft/transcript/?kind=machine", VTT, kind="text/vtt", **headers
    )

    assert answer.status_code == 201
    assert in_transaction == [False]
