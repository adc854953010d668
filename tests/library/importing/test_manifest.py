import json
from datetime import date
from pathlib import Path

import pytest

from library.importing.manifest import ManifestError, read_manifest, transcript_kind
from library.models import Transcript

ROW = {"file": "a.vtt", "show": "S", "title": "T"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.")
    return tmp_path


def manifest(folder: Path, rows: object) -> Path:
    path = folder / "manifest.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
    return path


def test_json_entries_are_read_with_paths_beside_the_manifest(folder: Path) -> None:
    row = {**ROW, "guests": ["Ann", "Ben"], "published_on": "2024-02-03", "video": None}

    (entry,) = read_manifest(manifest(folder, [row]))

    assert entry.path == (folder / "a.vtt").resolve()
    assert entry.details.guests == ("Ann", "Ben")
    assert entry.details.published_on == date(2024, 2, 3)
    assert entry.details.video_id == ""


def test_csv_entries_are_read_with_lists_by_semicolons(folder: Path) -> None:
    path = folder / "m.csv"
    path.write_text("file,show,title,guests,published_on\na.vtt,S,T,Ann; Ben,\n")

    (entry,) = read_manifest(path)

    assert entry.details.guests == ("Ann", "Ben")
    assert entry.details.published_on is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [("true", True), ("Yes", True), ("no", False), ("FALSE", False), ("", None)],
)
def test_whether_the_words_may_be_given_on_is_a_word_in_csv(
    folder: Path, said: str, meant: bool | None
) -> None:
    path = folder / "m.csv"
    path.write_text(f"file,show,title,text_may_be_shared,text_licence\na.vtt,S,T,{said},CC0-1.0\n")

    (entry,) = read_manifest(path)

    assert entry.details.text_may_be_shared is meant
    assert entry.details.text_licence == "CC0-1.0"


@pytest.mark.parametrize("said", [True, False, None])
def test_whether_the_words_may_be_given_on_is_a_value_in_json(
    folder: Path, said: bool | None
) -> None:
    (entry,) = read_manifest(manifest(folder, [{**ROW, "text_may_be_shared": said}]))

    assert entry.details.text_may_be_shared is said


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("[{]", "manifest.json: line 1: "),
        ({"file": "a.vtt"}, "not a list"),
        ([], "names no transcript"),
        (["a.vtt"], "entry 1: not an object"),
        ([ROW, {**ROW, "shwo": "S"}], "entry 2: unknown key 'shwo'"),
        ([{"file": "a.vtt", "show": "S"}], "entry 1: 'title' is missing"),
        ([{**ROW, "title": 7}], "'title' is not a text"),
        ([{**ROW, "guests": "Ann"}], "'guests' is not a list"),
        ([{**ROW, "published_on": "3 May"}], "'published_on' is not a date: '3 May'"),
        ([{**ROW, "text_may_be_shared": "maybe"}], "neither true nor false: 'maybe'"),
        ([{**ROW, "text_may_be_shared": 1}], "neither true nor false: 1"),
        ([{**ROW, "file": "b.vtt"}], "there is no file 'b.vtt'"),
        ([{**ROW, "file": "../../etc/passwd"}], "outside the manifest's folder"),
    ],
)
def test_a_fault_is_named_with_entry_and_key(folder: Path, rows: object, reason: str) -> None:
    with pytest.raises(ManifestError, match=reason):
        read_manifest(manifest(folder, rows))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("publisher", Transcript.Kind.PUBLISHER),
        ("Publisher transcript, Markdown with speakers", Transcript.Kind.PUBLISHER),
        ("machine transcription, WebVTT", Transcript.Kind.MACHINE),
        ("YouTube captions (automatic)", Transcript.Kind.YOUTUBE_AUTOMATIC),
        ("youtube captions, uploaded", Transcript.Kind.YOUTUBE_UPLOADED),
        ("youtube captions, automatic or uploaded; no times", Transcript.Kind.YOUTUBE),
        ("publisher or machine transcript", Transcript.Kind.UNKNOWN),
        ("", Transcript.Kind.UNKNOWN),
    ],
)
def test_words_name_a_kind_or_leave_it_unknown(words: str, kind: Transcript.Kind) -> None:
    assert transcript_kind(words) is kind
