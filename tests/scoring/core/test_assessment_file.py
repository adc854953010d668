import json
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scoring.core.assessment_file import (
    MAX_BYTES,
    SCHEMA,
    AssessmentFile,
    AssessmentFileError,
    read_assessment,
)
from scoring.core.spectrum import Confidence, EvidenceMode, Lens
from tests.paths import ROOT

TODAY = date(2026, 6, 1)
SAID: dict[str, Any] = {
    "position": -40,
    "lens": "governance",
    "confidence": "high",
    "evidence_mode": "interview",
    "bullets": ["A warning, and what follows from it."],
    "assessor": "Maud Ferrant",
    "listened_on": "2026-05-02",
    "overrides": [
        {"index": 1, "score": -55, "lens": "technical", "reason": "A dark fact."},
        {"time": "1:02:03", "score": 5, "reason": "Nothing leans here."},
    ],
}


def read(said: object, name: str = "talk.json") -> AssessmentFile:
    return read_assessment(json.dumps(said, indent=1).encode(), name, today=TODAY)


def faults_of(said: object) -> list[tuple[str, str]]:
    with pytest.raises(AssessmentFileError) as refused:
        read(said)
    return [(fault.key, fault.reason) for fault in refused.value.faults]


def test_the_schema_is_a_valid_schema_and_the_samples_fit_it() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    files = sorted((ROOT / "content" / "sample" / "assessments").glob("*.json"))

    assert len(files) >= 3
    for path in files:
        said = read_assessment(path.read_bytes(), path.name, today=TODAY)
        assert "(invented)" in said.assessor


def test_the_schema_lists_the_bands_and_lenses() -> None:
    assert SCHEMA["$defs"]["lens"]["enum"] == [lens.value for lens in Lens]
    assert SCHEMA["properties"]["confidence"]["enum"] == [level.value for level in Confidence]
    assert SCHEMA["properties"]["evidence_mode"]["enum"] == [mode.value for mode in EvidenceMode]


def test_all_keys_of_a_file_are_read() -> None:
    said = read(SAID)

    assert (said.position, said.lens, said.confidence) == (-40.0, "governance", "high")
    assert said.listened_on == date(2026, 5, 2)
    first, second = said.overrides
    assert (first.index, first.time, first.score, first.lens) == (1, None, -55.0, "technical")
    assert (second.index, second.time, second.lens) == (None, 3723.0, None)


def test_the_checksum_ignores_formatting() -> None:
    turned = dict(reversed(list(SAID.items()))) | {"$schema": "/schemas/x.json"}

    assert read(turned, "other.json").checksum == read(SAID).checksum
    assert read(SAID | {"position": -41}).checksum != read(SAID).checksum


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        ({"position": 101}, "/position", "101 is greater than the maximum of 100"),
        ({"position": "−40"}, "/position", "is not of type 'number'"),
        ({"position": True}, "/position", "is not of type 'number'"),
        (
            {"lens": "tecnical"},
            "/lens",
            "'tecnical' is not valid; use one of: technical, governance",
        ),
        ({"confidence": None}, "/confidence", "None is not valid; use one of: low, medium, high"),
        (
            {"evidence_mode": "debate"},
            "/evidence_mode",
            "is not valid; use one of: talk, interview",
        ),
        ({"bullets": []}, "/bullets", "should be non-empty"),
        ({"bullets": ["fine", " "]}, "/bullets/1", "must not be empty"),
        ({"bullets": ["x" * 501]}, "/bullets/0", "must have at most 500 characters"),
        ({"bullets": ["nul\0"]}, "/bullets/0", "control character"),
        ({"bullets": ["\ud800"]}, "/bullets/0", "control character"),
        ({"assessor": ""}, "/assessor", "must not be empty"),
        ({"listened_on": "2026-02-30"}, "/listened_on", "is not a date such as"),
        ({"listened_on": "20260501"}, "/listened_on", "is not a date such as"),
        ({"listened_on": "2026-06-02"}, "/listened_on", "is in the future"),
        ({"band": "mixed"}, "/band", "unknown key"),
        ({"overrides": [{"score": 1, "reason": "r"}]}, "/overrides/0", "either 'index' or 'time'"),
        (
            {"overrides": [{"index": 1, "time": 1, "score": 1, "reason": "r"}]},
            "/overrides/0",
            "either 'index' or 'time'",
        ),
        ({"overrides": [{"index": 0, "score": 1, "reason": "r"}]}, "/overrides/0/index", "minimum"),
        ({"overrides": [{"index": 1, "score": 1}]}, "/overrides/0", "'reason' is missing"),
        (
            {"overrides": [{"time": "soon", "score": 1, "reason": "r"}]},
            "/overrides/0/time",
            "neither seconds nor a clock time",
        ),
        (
            {"overrides": [{"index": 1, "score": 1, "reason": "r", "note": 1}]},
            "/overrides/0/note",
            "unknown key",
        ),
    ],
)
def test_each_kind_of_fault_names_its_key(change: dict[str, Any], key: str, reason: str) -> None:
    (found,) = faults_of(SAID | change)

    assert found[0] == key
    assert reason in found[1]


@pytest.mark.parametrize("key", [key for key in SAID if key != "overrides"])
def test_a_missing_key_is_named(key: str) -> None:
    said = {name: value for name, value in SAID.items() if name != key}

    assert faults_of(said) == [("", f"{key!r} is missing")]


def test_all_faults_are_reported_at_once_by_line() -> None:
    with pytest.raises(AssessmentFileError) as refused:
        read(SAID | {"position": 200, "assessor": "", "extra": 1})

    told = str(refused.value).splitlines()
    assert [line.split(": ")[:3] for line in told] == [
        ["talk.json", "line 2", "/position"],
        ["talk.json", "line 9", "/assessor"],
        ["talk.json", "line 24", "/extra"],
    ]


@pytest.mark.parametrize("value", [None, [], "x", 3])
def test_other_json_values_are_rejected(value: object) -> None:
    ((key, reason),) = faults_of(value)

    assert key == ""
    assert "is not of type 'object'" in reason


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"position": 1,}', "line 1: not valid JSON"),
        (b'{\n"assessor": "\xff"}', "line 2: save the file as UTF-8"),
        (b" " * (MAX_BYTES + 1), "larger than 1,000,000 bytes"),
    ],
)
def test_unreadable_files_are_rejected(data: bytes, told: str) -> None:
    with pytest.raises(AssessmentFileError, match=told):
        read_assessment(data, "talk.json", today=TODAY)
