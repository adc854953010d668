"""Commands that train, measure and compare scorers."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from scoring.core.evaluation.labels import read_labels
from scoring.models import Assessment, SegmentScore
from tests.make import DARK, PLAIN, make_assessed
from tests.scoring.core.training.test_fit import make_labels

PARTS = {"name", "version", "n", "episodes", "segment", "bands", "lens", "episode", "throughput"}


def run(name: str, *arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.jsonl"
    rows = [
        {name: getattr(label, name) for name in ("id", "episode", "show", "plain", "score", "lens")}
        for label in make_labels(120)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_training_writes_the_same_file_twice_and_a_report(labels: Path, tmp_path: Path) -> None:
    files = [tmp_path / "one.tsv", tmp_path / "two.tsv"]
    for file in files:
        run("train_scorer", labels, output=file, report=tmp_path / "report.json")

    assert files[0].read_bytes() == files[1].read_bytes()
    assert json.loads((tmp_path / "report.json").read_text())["shows"] == 3


def test_evaluation_measures_the_scorer_beside_its_peers(labels: Path) -> None:
    found = json.loads(run("evaluate_scorer", labels, json=True))

    assert set(found["peers"]) == {"vader", "keywords"}
    for figures in (found["scorer"], *found["peers"].values()):
        assert set(figures) >= PARTS
        assert figures["n"] == 120
        assert set(figures["intervals"]) >= {"pearson", "macro_f1", "episode_pearson"}
    assert found["scorer"]["name"] == "stance"
    assert found["peers"]["vader"]["lens"]["accuracy"] is None


def test_evaluation_in_words_names_every_figure(labels: Path) -> None:
    out = run("evaluate_scorer", labels, scorer="keywords")

    for part in ("120 labelled segments of 12 episodes", "Pearson r", "Episode r", "per second"):
        assert part in out


def test_bad_labels_and_unknown_scorers_are_refused(tmp_path: Path, labels: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}")
    with pytest.raises(CommandError, match="line 1"):
        run("evaluate_scorer", tmp_path / "bad.jsonl")
    with pytest.raises(CommandError, match="line 1"):
        run("train_scorer", tmp_path / "bad.jsonl", output=tmp_path / "w.tsv")
    with pytest.raises(CommandError, match="no scorer is called"):
        run("evaluate_scorer", labels, scorer="dice")
    assert not (tmp_path / "w.tsv").exists()


@pytest.mark.django_db
def test_what_editors_say_of_segments_comes_out_as_labels(tmp_path: Path) -> None:
    automatic = make_assessed(sentences=[DARK] * 40)
    transcript = automatic.transcript
    assert transcript is not None
    editorial = Assessment.objects.create(
        episode=automatic.episode, transcript=transcript, kind="editorial", assessor="Ada",
        position=-50, band="risk-forward", lens="strategic", confidence="high",
        evidence_mode="talk",
    )  # fmt: skip
    segment = transcript.segments.get(index=2)
    SegmentScore.objects.create(assessment=editorial, segment=segment, score=-55, lens="off-topic")

    file = tmp_path / "labels.jsonl"
    assert "1 labels written" in run("export_labels", output=str(file))
    (label,) = read_labels([file])
    assert (label.plain, label.score, label.lens.value) == (segment.text, -55, "off-topic")
    assert run("export_labels") == file.read_text()

    Assessment.objects.filter(pk=editorial.pk).update(status="draft")
    assert run("export_labels") == ""


@pytest.mark.django_db
def test_two_versions_are_compared_over_the_library() -> None:
    assessment = make_assessed()
    with pytest.raises(CommandError, match="no episode"):
        run("scorer_drift")
    Assessment.objects.filter(pk=assessment.pk).update(scorer_version="old", position=40, high=60)
    run("assess", "--all")

    out = run("scorer_drift")
    assert "stance old to" in out
    assert "1 episodes" in out
    assert "1 in another band" in out


@pytest.mark.django_db
def test_a_library_in_one_band_is_warned_of() -> None:
    assert not run_checks(databases=["default"], tags=["database"])

    make_assessed(sentences=[PLAIN] * 4000)

    (warning,) = run_checks(databases=["default"], tags=["database"])
    assert warning.id == "scoring.W001"
    assert "mixed" in warning.msg


def test_the_admin_warns_editors_of_a_library_in_one_band(admin_client: Client) -> None:
    assert "in one band" not in admin_client.get("/admin/").text

    make_assessed(sentences=[PLAIN] * 4000)

    assert "segments are scored mixed" in admin_client.get("/admin/").text
