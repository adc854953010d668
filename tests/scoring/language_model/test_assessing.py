"""Assessments by a language model: of passages, and of the whole conversation."""

from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client, override_settings

from library.models import SpeakerMark, Transcript
from scoring.core.scorers import Registry
from scoring.core.slicing import Slice, slice_cues
from scoring.language_model.client import ANSWERS, EndpointFailed
from scoring.models import Assessment, SegmentScore
from scoring.services.assessing import assess_transcript, choose_lead
from tests.make import BRIGHT, make_assessed, make_episode
from tests.scoring.language_model.endpoint import WHOLE, Model, make_scorer, wrong

pytestmark = pytest.mark.django_db

DARK = "This is a danger to us."


def make_transcript(title: str = "Costly") -> Transcript:
    return make_episode(title, sentences=[DARK] * 60).transcripts.get()


def sliced(transcript: Transcript) -> list[Slice]:
    return list(slice_cues(transcript.read_cues()))


def wholes() -> list[Assessment]:
    return list(Assessment.objects.of_whole_conversations())


def test_the_whole_reading_is_stored_as_a_separate_assessment(
    url: str, model: Model, tmp_path: Path
) -> None:
    scorer, _ = make_scorer(url, tmp_path)
    passages = assess_transcript(make_transcript(), scorer=scorer).assessment

    (whole,) = wholes()
    assert (whole.kind, whole.scorer) == ("automatic", "language-model-whole")
    assert whole.scorer_version == scorer.whole.version
    assert (whole.position, whole.low, whole.high, whole.band) == (-57, None, None, "risk-forward")
    assert (whole.charge, whole.split, whole.stance_kind) == (61, 12, "one-sided")
    assert (whole.claim, whole.topics) == (WHOLE["claim"], WHOLE["topics"])
    assert (whole.lens, whole.leads, whole.transcript_checksum) == (
        "strategic",
        False,
        passages.transcript_checksum,
    )
    assert not whole.segment_scores.exists()
    assert passages.scorer == "language-model"
    assert passages.leads
    assert passages.segment_scores.exists()
    assert list(Assessment.objects.automatic()) == [passages]


def test_assessing_again_adds_nothing(url: str, model: Model, tmp_path: Path) -> None:
    transcript = make_transcript()
    assert assess_transcript(transcript, scorer=make_scorer(url, tmp_path)[0]).created
    sent = len(model.requests)

    again = assess_transcript(transcript, scorer=make_scorer(url, tmp_path / "elsewhere")[0])

    assert not again.created
    assert Assessment.objects.count() == 2
    assert len(model.requests) == sent


def test_a_missing_whole_reading_is_added_without_scoring_passages_again(
    url: str, model: Model, tmp_path: Path
) -> None:
    transcript = make_transcript()
    first = assess_transcript(transcript, scorer=make_scorer(url, tmp_path)[0]).assessment
    Assessment.objects.of_whole_conversations().delete()
    model.requests.clear()

    again = assess_transcript(transcript, scorer=make_scorer(url, tmp_path / "elsewhere")[0])

    assert (again.created, again.assessment) == (True, first)
    assert len(wholes()) == 1
    assert ["excerpts" in question for question in model.questions()] == [True]


def test_an_invalid_reading_stores_nothing(url: str, model: Model, tmp_path: Path) -> None:
    transcript = make_transcript()
    scorer, _ = make_scorer(url, tmp_path)
    scorer.score([segment.text for segment in sliced(transcript)])
    model.faults = [wrong({**WHOLE, "whole": 900})] * ANSWERS

    with pytest.raises(EndpointFailed, match="whole 900"):
        assess_transcript(transcript, scorer=scorer)

    assert Assessment.objects.count() == SegmentScore.objects.count() == 0
    assert assess_transcript(transcript, scorer=scorer).created


def test_the_whole_reading_never_leads_a_page(
    url: str, model: Model, tmp_path: Path, client: Client
) -> None:
    ours = make_assessed("Costly", sentences=[BRIGHT] * 60)
    assert ours.transcript is not None
    assess_transcript(ours.transcript, scorer=make_scorer(url, tmp_path)[0])

    with override_settings(DEFAULT_SCORER="language-model-whole"):
        lead = choose_lead(ours.episode)
    assert lead is not None
    assert lead.scorer == "language-model"
    assert choose_lead(ours.episode) == ours
    assert client.get("/episodes/costly/").status_code == 200
    rows = client.get("/api/v1/episodes/costly/assessments/").json()["results"]
    assert [(row["of_whole"], row["claim"]) for row in rows if row["of_whole"]] == [
        (True, WHOLE["claim"])
    ]

    (whole,) = wholes()
    whole.leads = True
    with pytest.raises(IntegrityError), transaction.atomic():
        whole.save()


def test_a_conversation_about_something_else_is_not_placed(
    url: str, model: Model, tmp_path: Path
) -> None:
    model.whole |= {"lens": "off-topic", "whole": 0, "charge": 0}
    assess_transcript(make_transcript(), scorer=make_scorer(url, tmp_path)[0])

    (whole,) = wholes()
    assert not whole.placed
    assert (whole.band, whole.charge, whole.stance_kind) == ("", None, "")
    assert whole.not_placed_because == "Not placed: the conversation is not about AI."
    assert whole.topics == WHOLE["topics"]


def test_a_conversation_of_only_adverts_has_no_whole_reading(
    url: str, model: Model, tmp_path: Path
) -> None:
    transcript = make_transcript()
    cues = [{**cue, "speaker": "Sponsor"} for cue in transcript.cues]
    Transcript.objects.filter(pk=transcript.pk).update(cues=cues)
    transcript.refresh_from_db()
    SpeakerMark.objects.create(transcript=transcript, name="Sponsor", role=SpeakerMark.Role.ADVERT)

    assess_transcript(transcript, scorer=make_scorer(url, tmp_path)[0])

    assert wholes() == []
    assert not any("excerpts" in question for question in model.questions())


def run_assess(registry: Registry, *slugs: str, **options: object) -> str:
    out = StringIO()
    with patch("scoring.management.commands.assess.SCORERS", registry):
        call_command("assess", *slugs, scorer="language-model", stdout=out, **options)
    return out.getvalue()


@override_settings(LANGUAGE_MODEL_PRICES=(1.0, 2.0))
def test_the_cost_is_confirmed_before_a_request_is_sent(
    url: str, model: Model, tmp_path: Path
) -> None:
    make_transcript()
    registry = Registry()
    registry.register("language-model", lambda: make_scorer(url, tmp_path)[0])
    with (
        patch("builtins.input", return_value="n"),
        pytest.raises(CommandError, match="no request was sent"),
    ):
        run_assess(registry, "costly")
    assert not model.requests

    out = run_assess(registry, "costly", yes=True)

    assert "1 episodes: 2 requests, about" in out
    assert "in currency units" in out
    assert len(model.requests) == 2
    assert {one.scorer for one in Assessment.objects.all()} == {
        "language-model",
        "language-model-whole",
    }


@override_settings(LANGUAGE_MODEL_PRICES=(1.0, 2.0))
def test_a_dry_run_states_the_cost_of_each_episode_and_sends_nothing(
    url: str, model: Model, tmp_path: Path
) -> None:
    make_transcript()
    make_transcript("Dear")
    scorer, _ = make_scorer(url, tmp_path)
    registry = Registry()
    registry.register("language-model", lambda: scorer)

    costly, dear, both = run_assess(registry, all=True, dry_run=True).splitlines()

    assert costly.startswith("costly: 2 requests, about ")
    assert dear.startswith("dear: 2 requests")
    assert both.startswith("2 episodes: 4 requests")
    assert not model.requests
    assert not Assessment.objects.exists()
    registry.register("language-model", lambda: scorer)
    out = StringIO()
    call_command("assess", all=True, scorer="keywords", dry_run=True, stdout=out)
    assert "2 to assess with keywords, at no cost" in out.getvalue()
