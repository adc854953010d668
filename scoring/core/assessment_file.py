"""Editorial assessment files: JSON written by a person who listened to an episode.

`read_assessment` validates a file against the published JSON Schema, and against rules that a
schema cannot express. A file with any errors is rejected as a whole. Each error is reported with
its line and the JSON pointer of its key.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from scoring.core.located_json import BadJson, pointer, read_json
from scoring.core.spectrum import Confidence, EvidenceMode, Lens

SCHEMA_PATH = Path(__file__).parents[2] / "content" / "schemas" / "transcript-assessment.json"
SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_text("utf-8"))
_VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker(["date"]))

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """An error in a file: the line (from 1), the key as a JSON pointer, and the reason."""

    line: int
    key: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.key}{': ' if self.key else ''}{self.reason}"


class AssessmentFileError(ValueError):
    """A file is invalid; `faults` lists every error, and the message has one line per error."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Override:
    """The assessor's score for one segment, which is identified by index or by time in seconds."""

    index: int | None
    time: float | None
    score: float
    lens: Lens | None
    reason: str


@dataclass(frozen=True, slots=True)
class AssessmentFile:
    """The content of a valid assessment file.

    `lines` maps JSON pointers to line numbers, for errors that are found after parsing.
    """

    name: str
    position: float
    lens: Lens
    confidence: Confidence
    evidence_mode: EvidenceMode
    bullets: tuple[str, ...]
    assessor: str
    listened_on: date
    overrides: tuple[Override, ...]
    checksum: str
    lines: dict[str, int]

    def refuse(self, faults: Iterable[tuple[str, str]]) -> AssessmentFileError:
        """Return an exception that reports `faults`: (key, reason) pairs found after parsing."""
        return AssessmentFileError(
            self.name, [Fault(_line(self.lines, key), key, reason) for key, reason in faults]
        )


def read_assessment(data: bytes, name: str, *, today: date) -> AssessmentFile:
    """Return the content of an assessment file, given its bytes (`data`) and its file name.

    A listening date after `today` is an error. Raises AssessmentFileError, which lists all errors.
    """
    if len(data) > MAX_BYTES:
        raise AssessmentFileError(
            name, [Fault(1, "", f"the file is larger than {MAX_BYTES:,} bytes")]
        )
    try:
        value, lines = read_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AssessmentFileError(
            name, [Fault(line, "", f"save the file as UTF-8 (byte {error.start} is not valid)")]
        ) from None
    except BadJson as error:
        raise AssessmentFileError(
            name, [Fault(error.line, "", f"not valid JSON: {error}")]
        ) from None
    faults = {Fault(_line(lines, key), key, reason) for key, reason in _faults(value, today)}
    if faults:
        ordered = sorted(faults, key=lambda fault: (fault.line, fault.key, fault.reason))
        raise AssessmentFileError(name, ordered)
    return _read(value, name, lines)


def _faults(value: Any, today: date) -> Iterable[tuple[str, str]]:
    for error in _VALIDATOR.iter_errors(value):
        yield from _explain(error)
    for key, text in _texts(value, ""):
        if any(ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF for char in text):
            yield key, "must not contain control characters"
    listened = value.get("listened_on") if isinstance(value, dict) else None
    if isinstance(listened, str) and _is_after(listened, today):
        yield "/listened_on", f"{listened} is in the future"


def _explain(error: ValidationError) -> Iterable[tuple[str, str]]:
    """Yield a (key, reason) pair with a readable reason for each problem in a schema violation."""
    key = pointer(list(error.absolute_path))
    match error.validator:
        case "additionalProperties":
            properties = cast(dict[str, Any], error.schema)["properties"]
            for name in sorted(cast(dict[str, Any], error.instance).keys() - properties.keys()):
                yield key + pointer([name]), "unknown key"
        case "required":
            missing = str(error.message).split("'")[1]
            yield key, f"{missing!r} is missing"
        case "oneOf" if key.endswith("/time"):
            yield key, f"{error.instance!r} is neither seconds nor a clock time such as 39:34"
        case "oneOf":
            yield key, "needs either 'index' or 'time', but not both"
        case "enum":
            allowed = ", ".join(cast(list[str], error.validator_value))
            yield key, f"{error.instance!r} is not valid; use one of: {allowed}"
        case "format" | "pattern" if key == "/listened_on":
            yield key, f"{error.instance!r} is not a date such as 2026-03-31"
        case "pattern":
            yield key, "must not be empty, or begin or end with a space"
        case "maxLength":
            yield key, f"must have at most {error.validator_value} characters"
        case _:
            yield key, error.message[:200]


def _texts(value: Any, key: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, key + pointer([name]))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{key}/{number}")


def _is_after(written: str, today: date) -> bool:
    try:
        return date.fromisoformat(written) > today
    except ValueError:
        return False


def _line(lines: dict[str, int], key: str) -> int:
    """Return the line number of `key`, or of its nearest ancestor if the file lacks `key`."""
    while key and key not in lines:
        key = key.rpartition("/")[0]
    return lines.get(key, 1)


def _read(value: dict[str, Any], name: str, lines: dict[str, int]) -> AssessmentFile:
    content = {key: inner for key, inner in value.items() if key != "$schema"}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return AssessmentFile(
        name=name,
        position=float(value["position"]) + 0.0,
        lens=Lens(value["lens"]),
        confidence=Confidence(value["confidence"]),
        evidence_mode=EvidenceMode(value["evidence_mode"]),
        bullets=tuple(bullet.strip() for bullet in value["bullets"]),
        assessor=value["assessor"],
        listened_on=date.fromisoformat(value["listened_on"]),
        overrides=tuple(_override(row) for row in value.get("overrides", [])),
        checksum=hashlib.sha256(canonical.encode()).hexdigest(),
        lines=lines,
    )


def _override(row: dict[str, Any]) -> Override:
    return Override(
        index=int(row["index"]) if "index" in row else None,
        time=_seconds(row["time"]) if "time" in row else None,
        score=float(row["score"]) + 0.0,
        lens=Lens(row["lens"]) if "lens" in row else None,
        reason=row["reason"].strip(),
    )


def _seconds(time: float | str) -> float:
    """Return `time`, a number of seconds or a clock time such as `1:02:03`, in seconds."""
    if not isinstance(time, str):
        return float(time)
    seconds = 0.0
    for part in time.split(":"):
        seconds = 60 * seconds + int(part)
    return seconds
