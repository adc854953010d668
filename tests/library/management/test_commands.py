import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from library.models import Episode, Segment, Transcript
from scoring.models import Assessment, SegmentScore
from tests.library.captions.test_bad_input import BAD
from tests.paths import REAL

pytestmark = pytest.mark.django_db

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>The model is dangerous, I fear.\n"


def run(name: str, *arguments: object) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def rows() -> list[int]:
    return [model.objects.count() for model in (Episode, Transcript, Segment, Assessment)]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.vtt"
    path.write_text(VTT)
    return path


def test_one_file_is_imported_with_its_details(talk: Path) -> None:
    out = run(
        "import_transcript", talk, "--show", "S", "--title", "A Talk", "--slug", "talk",
        "--published", "2024-02-03", "--video",
        "https://youtu.be/AbCdEfGhIj0?t=3", "--audio", "https://example.org/a.mp3",
        "--shelf", "Power", "--guests", "Ann", "Ben", "--kind", "publisher", "--publish",
        "--no-text-may-be-shared", "--text-licence", "CC-BY-4.0",
    )  # fmt: skip

    episode = Episode.objects.get(slug="talk")
    assert "talk: stored, 1 cues, 6 words" in out
    assert (episode.status, episode.video_id) == ("published", "AbCdEfGhIj0")
    assert episode.transcripts.get().kind == "publisher"
    assert (episode.text_may_be_shared, episode.text_licence) == (False, "CC-BY-4.0")
    assert "unchanged" in run("import_transcript", talk, "--show", "S", "--title", "A Talk",
                              "--slug", "talk")  # fmt: skip


def test_a_dry_run_shows_what_is_recognised_and_stores_nothing(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text(
        "# The talk\n\n**Ann Lee** (0:05): We begin here.\n\n**Ben Roe** (0:15): We do.\n\n"
        "**Ann Lee** (1:02): It may help."
    )

    out = run("import_transcript", path, "--show", "S", "--title", "T", "--dry-run")

    assert rows() == [0, 0, 0, 0]
    for line in (
        "Format: markdown; 3 cues, 8 words",
        "Times: 3 cues, from 5 s to 62 s",
        "Speaker Ann Lee: 2 turns, 6 words: We begin here.",
        "Left out, headings: 2 words: The talk",
        "First: 5 s Ann Lee: We begin here.",
        "Last: 62 s Ann Lee: It may help.",
    ):
        assert line in out.splitlines()


@pytest.mark.parametrize(("name", "data", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_input_changes_nothing(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(CommandError) as refused:
        run("import_transcript", path, "--show", "S", "--title", "T")

    assert reason in str(refused.value)
    assert rows() == [0, 0, 0, 0]


def test_a_missing_file_and_an_unknown_kind_are_rejected(talk: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("import_transcript", talk.with_name("x.vtt"), "--show", "S", "--title", "T")
    with pytest.raises(CommandError, match="'gossip' is not valid"):
        run("import_transcript", talk, "--show", "S", "--title", "T", "--kind", "gossip")
    assert rows() == [0, 0, 0, 0]


def test_a_manifest_stores_valid_files_and_reports_the_others(talk: Path) -> None:
    talk.with_name("bad.vtt").write_text("nothing")
    manifest = talk.with_name("manifest.json")
    manifest.write_text(
        json.dumps(
            [
                {"file": "talk.vtt", "show": "S", "title": "Good"},
                {"file": "bad.vtt", "show": "S", "title": "Bad"},
            ]
        )
    )

    with pytest.raises(CommandError, match="1 of 2 files failed"):
        run("import_transcripts", manifest)

    assert list(Episode.objects.values_list("title", flat=True)) == ["Good"]


def test_assess_reports_results_and_skips_assessed_episodes(talk: Path) -> None:
    run("import_transcript", talk, "--show", "S", "--title", "T")

    assert "1 assessed, 0 unchanged" in run("assess", "t")
    assert "0 assessed, 1 unchanged" in run("assess", "--all")
    assert Assessment.objects.get().position < 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "specify episode slugs"),
        (["x", "--all"], "specify episode slugs"),
        (["nobody"], "'nobody'"),
        (["--all", "--scorer", "dice"], "unknown scorer 'dice'"),
    ],
)
def test_assess_rejects_invalid_arguments(arguments: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run("assess", *arguments)


@pytest.mark.skipif(not REAL.is_dir(), reason="no folder of real transcripts")
def test_the_real_library_is_imported_completely_and_only_once() -> None:
    assert "30 stored, 0 unchanged, 0 failed" in run("import_transcripts", REAL / "manifest.json")
    before = rows()
    assert "0 stored, 30 unchanged" in run("import_transcripts", REAL / "manifest.json")
    assert rows() == before

    run("assess", "shard-theory-with-quintin-pope")
    shard = Episode.objects.get(slug="shard-theory-with-quintin-pope")
    texts = [segment.text for segment in shard.transcripts.get().segments.order_by("index")]
    assert abs(len(texts) - 156) <= 5
    words = (REAL / "shard-theory-captions.txt").read_text().split()
    spoken = [word for word in words if word not in ("[Music]", "[Laughter]")]
    assert " ".join(texts).split() == spoken
    assert SegmentScore.objects.count() == len(texts)
