"""Read manifests: JSON or CSV files that list transcript files and their episodes."""

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from library.models import TextOrigin, Transcript
from library.services.import_details import EpisodeDetails, Provenance

REQUIRED = ("file", "show", "title")
TEXTS = (
    "slug",
    "shelf",
    "video",
    "audio",
    "kind",
    "why_it_matters",
    "summary",
    "editor_note",
    "texts_by",
    "text_licence",
)
LISTS = ("guests", "tags")
KEYS = frozenset({*REQUIRED, *TEXTS, *LISTS, "published_on", "text_may_be_shared"})
CHOICES = {"true": True, "yes": True, "false": False, "no": False}
LIST_SEPARATOR = ";"
"""Separator of names in a CSV cell."""

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")

MAX_MANIFEST_BYTES = 10_000_000


class ManifestError(ValueError):
    """The manifest is invalid. Each line of the message contains one error and its position."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A transcript file with the metadata of its episode."""

    path: Path
    details: EpisodeDetails
    kind: str
    video_id: str

    @property
    def provenance(self) -> Provenance:
        return Provenance(
            kind=transcript_kind(self.kind),
            source_name=self.path.name,
            source_note=self.kind,
            video_id=self.video_id,
        )


def transcript_kind(description: str) -> Transcript.Kind:
    """Return the transcript kind whose value or label matches `description`, or UNKNOWN."""
    text = " ".join(description.lower().replace(",", " ").replace(";", " ").split())
    if text in Transcript.Kind.values:
        return Transcript.Kind(text)
    if text.startswith("youtube captions"):
        automatic, uploaded = "automatic" in text, "uploaded" in text
        if automatic == uploaded:
            return Transcript.Kind.YOUTUBE
        return Transcript.Kind.YOUTUBE_AUTOMATIC if automatic else Transcript.Kind.YOUTUBE_UPLOADED
    for start, kind in (
        ("publisher transcript", Transcript.Kind.PUBLISHER),
        ("machine transcription", Transcript.Kind.MACHINE),
        ("pasted text", Transcript.Kind.PASTED),
    ):
        if text.startswith(start):
            return kind
    return Transcript.Kind.UNKNOWN


def read_manifest(path: Path) -> list[Entry]:
    """Return the entries of a JSON list, or of a CSV file with a header row.

    Paths are relative to the manifest and must be inside its folder. Raises ManifestError with one
    line per invalid entry.
    """
    if path.stat().st_size > MAX_MANIFEST_BYTES:
        raise ManifestError(f"{path.name}: larger than {MAX_MANIFEST_BYTES} bytes")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ManifestError(
            f"{path.name}: save the file as UTF-8 and try again (byte {error.start} is not valid)"
        ) from None
    read_rows = _csv_rows if path.suffix.lower() == ".csv" else _json_rows
    rows = read_rows(path.name, text)
    if not rows:
        raise ManifestError(f"{path.name}: contains no entries")
    entries, faults = [], []
    for number, row in enumerate(rows, start=1):
        try:
            entries.append(_entry(path, f"{path.name}: entry {number}", row))
        except ManifestError as fault:
            faults.append(str(fault))
    if faults:
        raise ManifestError("\n".join(faults))
    return entries


def _json_rows(name: str, text: str) -> list[Any]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise ManifestError(f"{name}: line {error.lineno}: {error.msg}") from None
    except ValueError:
        raise ManifestError(f"{name}: a number has too many digits") from None
    except RecursionError:
        raise ManifestError(f"{name}: nested too deeply") from None
    if not isinstance(rows, list):
        raise ManifestError(f"{name}: must be a list of episodes")
    return rows


def _csv_rows(name: str, text: str) -> list[Any]:
    rows: list[Any] = []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        records = list(reader)
    except csv.Error as error:
        raise ManifestError(f"{name}: after line {reader.line_num}: {error}") from None
    heads = reader.fieldnames or ()
    if twice := sorted({str(head) for head in heads if head and list(heads).count(head) > 1}):
        raise ManifestError(f"{name}: contains the column {twice[0]!r} twice")
    for record in records:
        row: dict[str, Any] = {key: value for key, value in record.items() if value}
        for key in LISTS:
            if key in row:
                row[key] = [part.strip() for part in row[key].split(LIST_SEPARATOR)]
        if row:
            rows.append(row)
    return rows


def _entry(manifest: Path, location: str, row: Any) -> Entry:
    if not isinstance(row, dict):
        raise ManifestError(f"{location}: must be an object")
    unknown = sorted(str(key) for key in row if key not in KEYS)
    if unknown:
        raise ManifestError(f"{location}: unknown key {', '.join(map(repr, unknown))}")
    texts = {key: _text(location, row, key) for key in (*REQUIRED, *TEXTS)}
    missing = [key for key in REQUIRED if not texts[key]]
    if missing:
        raise ManifestError("\n".join(f"{location}: {key!r} is required" for key in missing))
    return Entry(
        path=_path(manifest, location, texts["file"]),
        details=EpisodeDetails(
            show=texts["show"],
            title=texts["title"],
            slug=texts["slug"],
            shelf=texts["shelf"],
            guests=_names(location, row, "guests"),
            tags=_names(location, row, "tags"),
            published_on=_date(location, row),
            video_id=texts["video"],
            audio_url=texts["audio"],
            why_it_matters=texts["why_it_matters"],
            summary=texts["summary"],
            editor_note=texts["editor_note"],
            texts_by=_origin(location, texts["texts_by"]),
            text_may_be_shared=_choice(location, row, "text_may_be_shared"),
            text_licence=texts["text_licence"],
        ),
        kind=texts["kind"],
        video_id=texts["video"],
    )


def _text(location: str, row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ManifestError(f"{location}: {key!r} must be a string")
    text = _strip(location, key, value)
    return text if key in ("why_it_matters", "summary", "editor_note") else " ".join(text.split())


def _strip(location: str, key: str, value: str) -> str:
    """Strip `value`. Raises ManifestError if it contains characters that databases cannot store."""
    match = _NOT_STORABLE.search(value)
    if match:
        code = ord(match.group())
        raise ManifestError(f"{location}: {key!r} must not contain the character U+{code:04X}")
    return value.strip()


def _names(location: str, row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ManifestError(f"{location}: {key!r} must be a list of names")
    return tuple(_strip(location, key, name) for name in value if name.strip())


def _date(location: str, row: dict[str, Any]) -> date | None:
    value = _text(location, row, "published_on")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ManifestError(f"{location}: 'published_on' is not a valid date: {value!r}") from None


def _choice(location: str, row: dict[str, Any], key: str) -> bool | None:
    """Convert a value such as `true` or `yes` to a boolean. Return None if the value is missing."""
    value = row.get(key)
    word = "" if value is None else str(value).strip().lower()
    if not word:
        return None
    if word not in CHOICES:
        raise ManifestError(f"{location}: {key!r} must be true or false, not {value!r}")
    return CHOICES[word]


def _origin(location: str, value: str) -> TextOrigin:
    if value and value not in TextOrigin.values:
        choices = ", ".join(TextOrigin.values)
        raise ManifestError(f"{location}: 'texts_by' must be one of {choices}, not {value!r}")
    return TextOrigin(value or TextOrigin.SOURCE)


def _path(manifest: Path, location: str, name: str) -> Path:
    folder = manifest.parent.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise ManifestError(f"{location}: {name!r} is outside the manifest's folder")
    try:
        exists = path.is_file()
    except OSError:  # The name is too long.
        exists = False
    if not exists:
        raise ManifestError(f"{location}: file {name!r} not found")
    return path
