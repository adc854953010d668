"""Aggregated segment scores: passages not about AI, adverts, conversations not placed."""

import pytest
from django.db import IntegrityError, transaction

from library.models import SpeakerMark
from scoring.models import Assessment, SegmentScore
from scoring.services.assessing import assess_transcript
from tests.make import (
    BREAD,
    BRIGHT,
    DARK,
    PLAIN,
    SimpleScorer,
    make_episode,
    make_not_placed,
    make_placed,
    make_simple,
)

pytestmark = pytest.mark.django_db


def test_passages_not_about_ai_are_recorded_but_not_counted() -> None:
    found = make_simple("Half bread", (DARK, 100), (BREAD, 100))
    alone = make_simple("No bread", (DARK, 100))
    scores = dict(found.segment_scores.values_list("segment__index", "score"))

    assert found.off_topic == [index for index, score in scores.items() if score is None]
    assert found.off_topic
    assert len(found.trail) == len(scores) - len(found.off_topic)
    assert found.read_statistics().count == len(found.trail)
    assert found.position == pytest.approx(alone.position, abs=5)
    assert found.ingredients["of"] == len(scores)
    assert found.ingredients["passages"] == found.ingredients["risk"] == len(found.trail)
    assert f"(not about AI): {len(found.off_topic)} segments" in " ".join(found.bullets)
    assert not SegmentScore.objects.filter(score=None).exclude(phrases=[]).exists()


def test_a_one_sided_conversation_has_its_charge_and_kind() -> None:
    found = make_simple("Dark", (DARK, 60), (PLAIN, 60))

    assert found.placed
    assert found.stance_kind == "one-sided"
    assert 30 < found.charge < 70


def test_a_conversation_hardly_about_ai_is_not_placed() -> None:
    found = make_not_placed()
    found.refresh_from_db()

    assert not found.placed
    assert (found.low, found.high, found.charge, found.statistics) == (None, None, None, None)
    assert (found.band, found.stance_kind, found.trail, found.bullets) == ("", "", [], [])
    assert (found.lens, found.confidence) == ("off-topic", "low")
    assert found.leads
    passages, of = found.ingredients["passages"], found.ingredients["of"]
    assert found.not_placed_because == f"Not placed: only {passages} of {of} passages are about AI."


def test_a_conversation_of_adverts_alone_is_not_placed() -> None:
    episode = make_episode(sentences=[DARK] * 40)
    transcript = episode.transcripts.get()
    cues = [{**cue, "speaker": "Ad"} for cue in transcript.cues]
    transcript.cues, transcript.speakers = cues, ["Ad"]
    transcript.save()
    SpeakerMark.objects.create(transcript=transcript, name="Ad", role=SpeakerMark.Role.ADVERT)
    found = assess_transcript(transcript, scorer=SimpleScorer()).assessment

    assert not found.placed
    assert found.not_placed_because == "Not placed: every segment is advertising."


def test_scoring_again_changes_nothing() -> None:
    first = make_simple("Both", (DARK, 60), (BRIGHT, 60), (BREAD, 30))
    again = assess_transcript(first.transcript, scorer=SimpleScorer())

    assert (again.assessment.pk, again.created) == (first.pk, False)


def test_position_and_band_are_stored_together_or_not_at_all() -> None:
    placed = make_placed("An editor's", 30).assessments.get()
    automatic = make_simple("Scored", (DARK, 60))
    for chosen, fields in (
        (placed, {"position": None, "band": ""}),
        (automatic, {"position": None}),
        (automatic, {"band": ""}),
    ):
        with transaction.atomic(), pytest.raises(IntegrityError, match="placed_or_not"):
            Assessment.objects.filter(pk=chosen.pk).update(**fields)
