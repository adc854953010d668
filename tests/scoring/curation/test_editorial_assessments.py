import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from library.models import Episode, Segment, Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.core.assessment_file import AssessmentFile, AssessmentFileError, read_assessment
from scoring.core.stance import StanceScorer
from scoring.curation.editorial_assessments import (
    episode_of,
    import_assessment,
    publish_assessment,
    review_assessment,
    take_back_assessment,
    withdraw_assessment,
)
from scoring.curation.workflow import Rejected
from scoring.models import Assessment, SegmentScore
from scoring.services.assessing import assess_transcript
from tests.make import BRIGHT, DARK, PLAIN, make_account, make_assessed, make_draft, make_parsed

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


class NewerScorer(StanceScorer):
    version = "newer"  # type: ignore[assignment]


def said(name: str = "a-plain-talk.json", **changes: Any) -> AssessmentFile:
    document = {
        "position": -40,
        "lens": "governance",
        "confidence": "high",
        "evidence_mode": "interview",
        "bullets": ["A warning."],
        "assessor": "Maud",
        "listened_on": "2026-05-02",
        "overrides": [{"index": 1, "score": -55, "reason": "A dark fact."}],
    } | changes
    return read_assessment(json.dumps(document).encode(), name, today=date(2026, 6, 1))


@pytest.fixture
def episode() -> Episode:
    return make_assessed(sentences=[DARK, PLAIN, BRIGHT] * 40).episode


def everything() -> list[list[dict[str, Any]]]:
    return [
        list(model._default_manager.order_by("pk").values())
        for model in (Assessment, SegmentScore, Segment)
    ]


def test_a_published_assessment_leads_and_the_automatic_one_is_unchanged(episode: Episode) -> None:
    automatic = episode.assessments.automatic().get()
    before = Assessment.objects.filter(pk=automatic.pk).values().get()

    handed = import_assessment(said(), episode=episode, publish=True)

    assert handed.changed
    assert handed.assessment.leads
    assert (handed.assessment.band, handed.assessment.lens) == ("risk-forward", "governance")
    score = handed.assessment.segment_scores.get()
    assert (score.segment.index, score.score, score.lens) == (1, -55, "governance")
    assert score.reason == "A dark fact."
    assert Assessment.objects.filter(pk=automatic.pk).values().get() == before | {"leads": False}


def test_importing_the_same_file_twice_changes_nothing(episode: Episode) -> None:
    import_assessment(said(), episode=episode, publish=True)
    before = everything()

    assert not import_assessment(said(), episode=episode, publish=True).changed
    assert not import_assessment(said(), episode=episode, publish=False).changed
    assert everything() == before


def test_a_changed_file_adds_an_assessment_and_keeps_the_old_one(episode: Episode) -> None:
    first = import_assessment(said(), episode=episode, publish=True, at=NOON).assessment

    second = import_assessment(said(position=-50), episode=episode, publish=True).assessment

    assert set(episode.assessments.editorial()) == {first, second}
    assert episode.assessments.get(leads=True) == second
    first.refresh_from_db()
    assert (first.position, first.status) == (-40, "published")
    assert list(episode.assessments.editorial().published().latest_word()) == [second]


def test_repeating_an_earlier_opinion_adds_an_assessment(episode: Episode) -> None:
    for position in (-40, -50, -40):
        import_assessment(said(position=position), episode=episode, publish=True)

    assert episode.assessments.editorial().count() == 3
    assert episode.assessments.get(leads=True).position == -40


def test_an_assessment_leads_only_while_published(episode: Episode) -> None:
    draft = import_assessment(said(), episode=episode, publish=False).assessment
    assert episode.assessments.get(leads=True).kind == "automatic"

    publish_assessment(draft)
    assert episode.assessments.get(leads=True) == draft

    withdraw_assessment(draft)
    assert episode.assessments.get(leads=True).kind == "automatic"
    assert import_assessment(said(), episode=episode, publish=True).changed
    assert episode.assessments.get(leads=True) == draft


def test_the_assessment_published_last_leads(episode: Episode) -> None:
    early = import_assessment(said(), episode=episode, publish=False).assessment
    late = import_assessment(said(assessor="Idris"), episode=episode, publish=False).assessment

    publish_assessment(late, at=NOON)
    publish_assessment(early, at=NOON + timedelta(hours=1))

    assert episode.assessments.get(leads=True) == early


def test_rescoring_never_changes_an_editorial_assessment(episode: Episode) -> None:
    handed = import_assessment(said(), episode=episode, publish=True).assessment
    before = Assessment.objects.filter(pk=handed.pk).values().get()
    scores = list(handed.segment_scores.values())

    for scorer in (StanceScorer(), NewerScorer()):
        assess_transcript(episode.transcripts.get(), scorer=scorer)

    assert Assessment.objects.filter(pk=handed.pk).values().get() == before
    assert list(handed.segment_scores.values()) == scores
    assert episode.assessments.get(leads=True) == handed
    assert episode.assessments.automatic().count() == 2


def test_an_invalid_override_rejects_the_whole_file(episode: Episode) -> None:
    before = everything()
    bad = said(overrides=[{"index": 1, "score": 1, "reason": "r"},
                          {"index": 99, "score": 1, "reason": "r"}])  # fmt: skip

    with pytest.raises(
        AssessmentFileError, match="/overrides/1/index: 99 is greater than the last segment"
    ):
        import_assessment(bad, episode=episode, publish=True)

    assert everything() == before


def test_overrides_of_an_earlier_transcript_are_matched_again(
    episode: Episode,
) -> None:
    import_assessment(said(), episode=episode, publish=True)
    plain = said(assessor="Idris", overrides=[])
    import_assessment(plain, episode=episode, publish=True)
    better, _ = store_transcript(
        episode,
        parsed=make_parsed([BRIGHT] * 50),
        provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
    )

    again = import_assessment(said(), episode=episode, publish=True)

    assert again.changed
    assert again.assessment.segment_scores.get().segment.transcript == better
    assert not import_assessment(plain, episode=episode, publish=True).changed


def test_an_episode_without_a_transcript_can_be_assessed_as_a_whole() -> None:
    draft = make_draft()

    handed = import_assessment(said(overrides=[]), episode=draft, publish=True)

    assert handed.assessment.leads
    assert handed.assessment.transcript is None


def test_a_file_belongs_to_the_episode_it_is_named_after(episode: Episode) -> None:
    assert episode_of(said("a-plain-talk.json")) == episode
    assert episode_of(said("a-plain-talk.second.json")) == episode
    with pytest.raises(AssessmentFileError, match=r"nobody\.json: line 1: .*'nobody'"):
        episode_of(said("nobody.json"))


def test_only_the_latest_score_of_each_editor_is_a_label(episode: Episode) -> None:
    import_assessment(said(), episode=episode, publish=True, at=NOON)
    import_assessment(said(assessor="Idris"), episode=episode, publish=True)
    assert {label["id"] for label in SegmentScore.objects.labels()} == {
        "a-plain-talk-1-maud",
        "a-plain-talk-1-idris",
    }

    import_assessment(said(overrides=[]), episode=episode, publish=True)

    assert [label["id"] for label in SegmentScore.objects.labels()] == ["a-plain-talk-1-idris"]


@pytest.mark.parametrize("group", ["", "Editor"])
def test_only_reviewers_publish_or_withdraw(episode: Episode, group: str) -> None:
    handed = import_assessment(said(), episode=episode, publish=False).assessment
    account = make_account("someone", group)

    for act in (review_assessment, take_back_assessment):
        with pytest.raises(Rejected, match="You do not have permission to publish or withdraw"):
            act(handed, by=account)
    assert not Assessment.objects.get(pk=handed.pk).leads


def test_only_drafts_by_others_can_be_published(
    episode: Episode,
) -> None:
    rita, rob = make_account("rita", "Reviewer"), make_account("rob", "Reviewer")
    handed = import_assessment(said(), episode=episode, publish=False, by=rita).assessment

    with pytest.raises(Rejected, match="You submitted this assessment; someone else"):
        review_assessment(handed, by=rita)
    review_assessment(handed, by=rob)
    assert Assessment.objects.get(pk=handed.pk).leads
    with pytest.raises(Rejected, match="Only an editorial draft"):
        review_assessment(handed, by=rob)
    with pytest.raises(Rejected, match="Only an editorial draft"):
        review_assessment(episode.assessments.automatic().get(), by=rob)


def test_publication_times_increase_even_if_the_clock_is_set_back(episode: Episode) -> None:
    first = import_assessment(said(), episode=episode, publish=True).assessment

    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        second = import_assessment(said(position=-50), episode=episode, publish=True).assessment

    assert second.leads
    assert list(Assessment.objects.editorial().latest_word()) == [second]
    assert second.published_at > first.published_at
