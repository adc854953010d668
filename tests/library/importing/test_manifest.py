import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from library.importing.manifest import ManifestError, read_manifest, transcript_kind
from library.models import Episode, Transcript
from library.text.youtube import video_id

ROW = {"file": "a.vtt", "show": "S", "title": "T"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.")
    return tmp_path


def manifest(folder: Path, rows: object) -> Path:
    path = folder / "manifest.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
    return path


def test_paths_in_json_are_relative_to_the_manifest(folder: Path) -> None:
    row = {**ROW, "guests": ["Ann", "Ben"], "published_on": "2024-02-03", "video": None}

    (entry,) = read_manifest(manifest(folder, [row]))

    assert entry.path == (folder / "a.vtt").resolve()
    assert entry.details.guests == ("Ann", "Ben")
    assert entry.details.published_on == date(2024, 2, 3)
    assert entry.details.video_id == ""


def test_lists_in_csv_are_separated_by_semicolons(folder: Path) -> None:
    path = folder / "m.csv"
    path.write_text("file,show,title,guests,published_on\na.vtt,S,T,Ann; Ben,\n")

    (entry,) = read_manifest(path)

    assert entry.details.guests == ("Ann", "Ben")
    assert entry.details.published_on is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [("true", True), ("Yes", True), ("no", False), ("FALSE", False), ("", None)],
)
def test_text_may_be_shared_is_parsed_from_words_in_csv(
    folder: Path, said: str, meant: bool | None
) -> None:
    path = folder / "m.csv"
    path.write_text(f"file,show,title,text_may_be_shared,text_licence\na.vtt,S,T,{said},CC0-1.0\n")

    (entry,) = read_manifest(path)

    assert entry.details.text_may_be_shared is meant
    assert entry.details.text_licence == "CC0-1.0"


@pytest.mark.parametrize("said", [True, False, None])
def test_text_may_be_shared_is_a_json_value(folder: Path, said: bool | None) -> None:
    (entry,) = read_manifest(manifest(folder, [{**ROW, "text_may_be_shared": said}]))

    assert entry.details.text_may_be_shared is said


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("[{]", "manifest.json: line 1: "),
        ({"file": "a.vtt"}, "must be a list"),
        ([], "contains no entries"),
        (["a.vtt"], "entry 1: must be an object"),
        ([ROW, {**ROW, "shwo": "S"}], "entry 2: unknown key 'shwo'"),
        ([{"file": "a.vtt", "show": "S"}], "entry 1: 'title' is required"),
        ([{**ROW, "title": 7}], "'title' must be a string"),
        ([{**ROW, "guests": "Ann"}], "'guests' must be a list"),
        ([{**ROW, "published_on": "3 May"}], "'published_on' is not a valid date: '3 May'"),
        ([{**ROW, "text_may_be_shared": "maybe"}], "must be true or false, not 'maybe'"),
        ([{**ROW, "text_may_be_shared": 1}], "must be true or false, not 1"),
        ([{**ROW, "file": "b.vtt"}], "file 'b.vtt' not found"),
        ([{**ROW, "file": "../../etc/passwd"}], "outside the manifest's folder"),
    ],
)
def test_an_error_names_entry_and_key(folder: Path, rows: object, reason: str) -> None:
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
def test_transcript_kinds_are_parsed_from_words(words: str, kind: Transcript.Kind) -> None:
    assert transcript_kind(words) is kind


@pytest.mark.django_db
def test_an_invalid_entry_is_rejected_without_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("We begin here and now.")
    row = {"file": "a.txt", "show": "S"}
    rows = [
        {**row, "title": "Long " * 59, "video": "https://www.youtube.com/watch?v=AbCdEfGhIj0"},
        {**row, "title": "Two", "slug": "s" * 600},
        {**row, "title": "Three", "kind": "k" * 300},
        {**row, "title": "Four", "video": "https://a.example/no-video"},
        {**row, "title": "Five\nlines"},
    ]
    manifest = tmp_path / "m.json"
    manifest.write_text(json.dumps(rows))
    out = StringIO()

    with pytest.raises(CommandError, match="3 of 5 files failed"):
        call_command("import_transcripts", manifest, stdout=out, stderr=out)

    assert "2 stored, 0 unchanged, 3 failed" in out.getvalue()
    for reason in ("slug has 600 characters", "source note has 300 characters", "not a YouTube"):
        assert reason in out.getvalue()
    assert len(Episode.objects.get(video_id="AbCdEfGhIj0").slug) <= 120
    assert Episode.objects.filter(title="Five lines").exists()


def test_a_duplicate_column_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("file,show,title,title\na.txt,S,One,Two\n")

    with pytest.raises(ManifestError, match="contains the column 'title' twice"):
        read_manifest(path)


def test_empty_rows_of_a_csv_manifest_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("We begin.")
    manifest = tmp_path / "m.csv"
    manifest.write_text('file,show,title\n,,\na.txt,S,"A title\nover two lines"\n,,\n')

    assert [entry.details.title for entry in read_manifest(manifest)] == ["A title over two lines"]


@pytest.mark.parametrize(
    "text",
    [
        "AbCdEfGhIj0", " https://www.youtube.com/watch?v=AbCdEfGhIj0&t=3s",
        "https://youtu.be/AbCdEfGhIj0?si=x", "youtube.com/shorts/AbCdEfGhIj0",
        "https://m.youtube.com/watch?app=desktop&v=AbCdEfGhIj0",
        "https://www.youtube-nocookie.com/embed/AbCdEfGhIj0", "//youtu.be/AbCdEfGhIj0",
    ],
)  # fmt: skip
def test_a_video_id_is_read_from_an_id_or_url(text: str) -> None:
    assert video_id(text) == "AbCdEfGhIj0"


@pytest.mark.parametrize(
    "text", ["abc", "https://a.example/AbCdEfGhIj0", "https://youtube.com/@a", "AbCdEfGhIj01"]
)
def test_an_invalid_video_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="not a YouTube video"):
        video_id(text)


def test_all_invalid_entries_are_reported_together(folder: Path) -> None:
    rows = [ROW, {**ROW, "colour": 1, "size": 2}, {"file": "a.vtt"}, {**ROW, "published_on": "x"}]

    with pytest.raises(ManifestError) as caught:
        read_manifest(manifest(folder, rows))

    assert str(caught.value).splitlines() == [
        "manifest.json: entry 2: unknown key 'colour', 'size'",
        "manifest.json: entry 3: 'show' is required",
        "manifest.json: entry 3: 'title' is required",
        "manifest.json: entry 4: 'published_on' is not a valid date: 'x'",
    ]
