"""Manifests: a JSON or CSV file that names many transcript files and their episodes."""

import csv
import io
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from library.models import TextOrigin, Transcript
from library.services.episodes import EpisodeDetails, Provenance

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
"""Between the names of a list in a CSV cell."""

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")

MAX_MANIFEST_BYTES = 10_000_000


class ManifestError(ValueError):
    """A fault of a manifest; the message names the file, the entry and the key, in one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a manifest: a transcript file, and what is known of its episode."""

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


def transcript_kind(words: str) -> Transcript.Kind:
    """Return the kind of transcript that `words` name: a value, or the beginning of a label.

    Words that fit no kind, or more than one, give UNKNOWN; they are kept as the source's note.
    """
    said = " ".join(words.lower().replace(",", " ").replace(";", " ").split())
    if said in Transcript.Kind.values:
        return Transcript.Kind(said)
    if said.startswith("youtube captions"):
        automatic, uploaded = "automatic" in said, "uploaded" in said
        if automatic == uploaded:
            return Transcript.Kind.YOUTUBE
        return Transcript.Kind.YOUTUBE_AUTOMATIC if automatic else Transcript.Kind.YOUTUBE_UPLOADED
    for start, kind in (
        ("publisher transcript", Transcript.Kind.PUBLISHER),
        ("machine transcription", Transcript.Kind.MACHINE),
        ("pasted text", Transcript.Kind.PASTED),
    ):
        if said.startswith(start):
            return kind
    return Transcript.Kind.UNKNOWN


def read_manifest(path: Path) -> list[Entry]:
    """Return the entries of a JSON list or a CSV file with a heading line.

    Paths are relative to the manifest and must stay below its folder.
    """
    if path.stat().st_size > MAX_MANIFEST_BYTES:
        raise ManifestError(f"{path.name}: larger than {MAX_MANIFEST_BYTES} bytes")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path.name}: not UTF-8 at byte {error.start}") from None
    read = _csv_rows if path.suffix.lower() == ".csv" else _json_rows
    rows = read(path.name, text)
    if not rows:
        raise ManifestError(f"{path.name}: names no transcript")
    return [
        _entry(path, f"{path.name}: entry {number}", row)
        for number, row in enumerate(rows, start=1)
    ]


def _json_rows(name: str, text: str) -> list[Any]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise ManifestError(f"{name}: line {error.lineno}: {error.msg}") from None
    except ValueError:
        raise ManifestError(f"{name}: a number of too many digits") from None
    except RecursionError:
        raise ManifestError(f"{name}: nested too deeply") from None
    if not isinstance(rows, list):
        raise ManifestError(f"{name}: not a list of episodes")
    return rows


def _csv_rows(name: str, text: str) -> list[Any]:
    rows: list[Any] = []
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        read = list(reader)
    except csv.Error as error:
        raise ManifestError(f"{name}: after line {reader.line_num}: {error}") from None
    for row in read:
        known: dict[str, Any] = {key: value for key, value in row.items() if value}
        for key in LISTS:
            if key in known:
                known[key] = [name.strip() for name in known[key].split(LIST_SEPARATOR)]
        rows.append(known)
    return rows


def _entry(manifest: Path, place: str, row: Any) -> Entry:
    if not isinstance(row, dict):
        raise ManifestError(f"{place}: not an object")
    unknown = sorted(str(key) for key in row if key not in KEYS)
    if unknown:
        raise ManifestError(f"{place}: unknown key {unknown[0]!r}")
    texts = {key: _text(place, row, key) for key in (*REQUIRED, *TEXTS)}
    for key in REQUIRED:
        if not texts[key]:
            raise ManifestError(f"{place}: {key!r} is missing")
    return Entry(
        path=_path(manifest, place, texts["file"]),
        details=EpisodeDetails(
            show=texts["show"],
            title=texts["title"],
            slug=texts["slug"],
            shelf=texts["shelf"],
            guests=_names(place, row, "guests"),
            tags=_names(place, row, "tags"),
            published_on=_date(place, row),
            video_id=texts["video"],
            audio_url=texts["audio"],
            why_it_matters=texts["why_it_matters"],
            summary=texts["summary"],
            editor_note=texts["editor_note"],
            texts_by=_origin(place, texts["texts_by"]),
            text_may_be_shared=_choice(place, row, "text_may_be_shared"),
            text_licence=texts["text_licence"],
        ),
        kind=texts["kind"],
        video_id=texts["video"],
    )


def _text(place: str, row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ManifestError(f"{place}: {key!r} is not a text")
    return _storable(place, key, value)


def _storable(place: str, key: str, value: str) -> str:
    """Return `value` stripped; JSON can write characters that no database takes."""
    found = _NOT_STORABLE.search(value)
    if found:
        raise ManifestError(f"{place}: {key!r} holds the character U+{ord(found.group()):04X}")
    return value.strip()


def _names(place: str, row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ManifestError(f"{place}: {key!r} is not a list of names")
    return tuple(_storable(place, key, name) for name in value if name.strip())


def _date(place: str, row: dict[str, Any]) -> date | None:
    value = _text(place, row, "published_on")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ManifestError(f"{place}: 'published_on' is not a date: {value!r}") from None


def _choice(place: str, row: dict[str, Any], key: str) -> bool | None:
    """Return a yes or no, written as JSON has it or as a word; None where nothing is said."""
    value = row.get(key)
    said = "" if value is None else str(value).strip().lower()
    if not said:
        return None
    if said not in CHOICES:
        raise ManifestError(f"{place}: {key!r} is neither true nor false: {value!r}")
    return CHOICES[said]


def _origin(place: str, value: str) -> TextOrigin:
    if value and value not in TextOrigin.values:
        known = ", ".join(TextOrigin.values)
        raise ManifestError(f"{place}: 'texts_by' is none of {known}: {value!r}")
    return TextOrigin(value or TextOrigin.SOURCE)


def _path(manifest: Path, place: str, name: str) -> Path:
    folder = manifest.parent.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise ManifestError(f"{place}: {name!r} is outside the manifest's folder")
    try:
        there = path.is_file()
    except OSError:  # A name longer than any file's.
        there = False
    if not there:
        raise ManifestError(f"{place}: there is no file {name!r}")
    return path
