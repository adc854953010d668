"""Commands that train, evaluate and compare scorers."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client

from scoring.core.evaluation.labels import read_labels
from scoring.models import Assessment, SegmentScore
from tests.make import BRIGHT, DARK, PLAIN, make_assessed
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


def test_evaluation_compares_the_scorer_with_its_peers(labels: Path) -> None:
    found = json.loads(run("evaluate_scorer", labels, json=True))

    assert set(found["peers"]) == {"vader", "keywords"}
    for figures in (found["scorer"], *found["peers"].values()):
        assert set(figures) >= PARTS
        assert figures["n"] == 120
        assert set(figures["intervals"]) >= {"pearson", "macro_f1", "episode_pearson"}
    assert found["scorer"]["name"] == "stance"
    assert found["peers"]["vader"]["lens"]["accuracy"] is None


def test_evaluation_takes_a_file_of_stance_pairs_alone(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    rows = [
        {"id": "w-1", "pair": 1, "device": "a", "plain": DARK, "score": -60},
        {"id": "w-2", "pair": 1, "device": "a", "plain": BRIGHT, "score": 60},
        {"id": "w-3", "pair": 0, "device": "zero", "plain": PLAIN, "score": 0},
    ]
    file.write_text("\n".join(json.dumps({**row, "lens": "technical"}) for row in rows))
    found = json.loads(run("evaluate_scorer", file, json=True))["scorer"]["pairs"]

    assert (found["ordered"], found["of"], found["signs"]) == (1, 1, 1)
    assert found["by_device"] == {"a": {"ordered": 1, "of": 1}}
    assert found["zeros_outside_mixed"] == 0
    assert "Stance pairs ordered correctly: 1 of 1" in run("evaluate_scorer", file)


def test_evaluation_in_words_names_every_figure(labels: Path) -> None:
    out = run("evaluate_scorer", labels, scorer="keywords")

    for part in ("120 labelled segments of 12 episodes", "Pearson r", "Episode r", "per second"):
        assert part in out


def test_invalid_labels_and_unknown_scorers_are_rejected(tmp_path: Path, labels: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}")
    with pytest.raises(CommandError, match="line 1"):
        run("evaluate_scorer", tmp_path / "bad.jsonl")
    with pytest.raises(CommandError, match="line 1"):
        run("train_scorer", tmp_path / "bad.jsonl", output=tmp_path / "w.tsv")
    with pytest.raises(CommandError, match="unknown scorer"):
        run("evaluate_scorer", labels, scorer="dice")
    assert not (tmp_path / "w.tsv").exists()


@pytest.mark.django_db
def test_editors_scores_are_exported_as_labels(tmp_path: Path) -> None:
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
def test_a_library_in_one_band_gives_a_warning() -> None:
    assert not run_checks(databases=["default"], tags=["database"])

    make_assessed(sentences=[PLAIN] * 4000)

    (warning,) = run_checks(databases=["default"], tags=["database"])
    assert warning.id == "scoring.W001"
    assert "mixed" in warning.msg


def test_the_admin_warns_editors_of_a_library_in_one_band(admin_client: Client) -> None:
    assert "in one band" not in admin_client.get("/admin/").text

    make_assessed(sentences=[PLAIN] * 4000)

    assert "segments are scored mixed" in admin_client.get("/admin/").text
