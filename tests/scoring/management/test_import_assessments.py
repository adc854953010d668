import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from scoring.core.assessment_file import SCHEMA
from scoring.models import Assessment
from tests.make import make_assessed

pytestmark = pytest.mark.django_db

DOCUMENT: dict[str, Any] = {
    "position": -40, "lens": "governance", "confidence": "high", "evidence_mode": "talk",
    "bullets": ["A warning."], "assessor": "Maud", "listened_on": "2026-05-02",
}  # fmt: skip


def run(*arguments: str, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("import_assessments", *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(f"{error}\n")
    return out.getvalue(), err.getvalue()


def write(folder: Path, name: str, **changes: Any) -> None:
    (folder / name).write_text(json.dumps(DOCUMENT | changes, indent=1))


def test_a_folder_is_stored_published_and_not_stored_again(tmp_path: Path) -> None:
    make_assessed()
    write(tmp_path, "a-plain-talk.json")
    write(tmp_path, "a-plain-talk.second.json", assessor="Idris")

    assert run(str(tmp_path)) == ("2 stored, 0 unchanged, 0 rejected\n", "")
    assert run(str(tmp_path)) == ("0 stored, 2 unchanged, 0 rejected\n", "")
    assert Assessment.objects.editorial().published().count() == 2


def test_a_bad_file_is_rejected_alone_with_its_line_and_key(tmp_path: Path) -> None:
    make_assessed()
    write(tmp_path, "a-plain-talk.json")
    write(tmp_path, "a-plain-talk.second.json", lens="x", position=999)
    write(tmp_path, "nobody.json")

    out, err = run(str(tmp_path))

    assert out == "1 stored, 0 unchanged, 2 rejected\n"
    assert "a-plain-talk.second.json: line 2: /position: 999 is greater" in err
    assert "a-plain-talk.second.json: line 3: /lens: 'x' is not valid; use one of" in err
    assert "nobody.json: line 1: no episode has the slug 'nobody'" in err
    assert "2 of 3 files were rejected" in err


def test_a_check_reports_results_and_stores_nothing(tmp_path: Path) -> None:
    episode = make_assessed().episode
    write(tmp_path, "a-plain-talk.json")

    assert run(str(tmp_path), check=True)[0] == "1 would be stored, 0 unchanged, 0 rejected\n"
    assert episode.assessments.get().leads

    write(tmp_path, "a-plain-talk.json", overrides=[{"index": 99, "score": 1, "reason": "r"}])
    assert (
        "/overrides/0/index: 99 is greater than the last segment"
        in run(str(tmp_path), check=True)[1]
    )


def test_a_draft_is_stored_without_leading(tmp_path: Path) -> None:
    make_assessed()
    write(tmp_path, "a-plain-talk.json")

    run(str(tmp_path / "a-plain-talk.json"), draft=True)

    assert Assessment.objects.editorial().get().status == "draft"


def test_a_missing_path_is_reported(tmp_path: Path) -> None:
    assert "no such file or folder" in run(str(tmp_path / "gone"))[1]


def test_the_schema_is_published(client: Client) -> None:
    answer = client.get("/schemas/transcript-assessment.json")

    assert answer.json() == SCHEMA
    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
