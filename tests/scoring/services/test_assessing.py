from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from library.models import Job, JobItem, Segment, Transcript
from library.services.import_details import Provenance
from library.services.jobs import retry_job
from library.services.transcripts import store_transcript
from scoring.core.keywords import KeywordScorer
from scoring.core.scorers import Judgement
from scoring.core.slicing import slice_cues
from scoring.core.stance import StanceScorer
from scoring.core.stats import statistics_of
from scoring.models import Assessment, SegmentScore
from scoring.services.assessing import assess_transcript, choose_lead, slice_transcript
from scoring.tasks import assess_waiting, queue_job
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_episode, make_parsed

pytestmark = pytest.mark.django_db


class NewerScorer(StanceScorer):
    version = "newer"  # type: ignore[assignment]


class FailingScorer(StanceScorer):
    version = "failing"  # type: ignore[assignment]

    def score(self, texts: object) -> list[Judgement]:
        raise RuntimeError("half-way")


def test_an_assessment_matches_the_result_of_the_core() -> None:
    assessment = make_assessed(sentences=[DARK, PLAIN, BRIGHT] * 40)
    transcript = assessment.transcript
    assert transcript is not None
    texts = [piece.text for piece in slice_cues(transcript.read_cues())]
    scores = [judgement.score for judgement in StanceScorer().score(texts)]

    stored = SegmentScore.objects.order_by("segment__index")
    assert [score.segment.text for score in stored.select_related("segment")] == texts
    assert [score.score for score in stored] == assessment.trail == scores
    assert assessment.read_statistics() == statistics_of(scores)
    assert assessment.transcript_checksum == transcript.checksum
    assert (assessment.scorer, assessment.scorer_version) == ("stance", StanceScorer().version)
    assert assessment.leads


@pytest.mark.parametrize(
    ("sentence", "band"),
    [(DARK, "risk-forward"), (PLAIN, "mixed"), (BRIGHT, "opportunity-forward")],
)
def test_the_three_example_texts_get_their_bands(sentence: str, band: str) -> None:
    assert make_assessed(sentences=[sentence] * 50).band == band


def test_assessing_again_changes_nothing() -> None:
    first = make_assessed()
    transcript = first.transcript
    assert transcript is not None

    again = assess_transcript(transcript)

    assert not again.created
    assert again.assessment == first
    assert Segment.objects.count() == SegmentScore.objects.count() == len(first.trail)


def test_a_new_version_adds_an_assessment_and_keeps_the_old() -> None:
    old = make_assessed()
    assert old.transcript is not None

    new = assess_transcript(old.transcript, scorer=NewerScorer()).assessment

    old.refresh_from_db()
    assert (old.leads, new.leads) == (False, True)
    assert Segment.objects.count() * 2 == SegmentScore.objects.count()


def test_the_newer_version_leads_even_if_the_clock_was_set_back() -> None:
    old = make_assessed()
    assert old.transcript is not None

    with time_machine.travel(old.created_at - timedelta(hours=1)):
        new = assess_transcript(old.transcript, scorer=NewerScorer()).assessment
        again = assess_transcript(old.transcript, scorer=NewerScorer())

    assert (new.leads, again.created) == (True, False)
    assert Assessment.objects.get(leads=True) == new
    assert Assessment.objects.in_force() == new


def test_a_failing_scorer_stores_nothing() -> None:
    transcript = make_episode().transcripts.get()

    with pytest.raises(RuntimeError):
        assess_transcript(transcript, scorer=FailingScorer())

    assert Assessment.objects.count() == SegmentScore.objects.count() == 0


def test_slicing_again_gives_the_same_segments() -> None:
    transcript = make_episode().transcripts.get()

    assert slice_transcript(transcript) == slice_transcript(transcript)


def test_a_slower_worker_returns_the_stored_assessment() -> None:
    transcript = make_episode().transcripts.get()

    class Overtaken(StanceScorer):
        def score(self, texts: object) -> list[Judgement]:
            assess_transcript(transcript, scorer=StanceScorer())
            return super().score(texts)  # type: ignore[arg-type]

    done = assess_transcript(transcript, scorer=Overtaken())

    assert not done.created
    assert Assessment.objects.get() == done.assessment
    assert SegmentScore.objects.count() == len(done.assessment.trail)


def editorial(assessment: Assessment, **changes: object) -> Assessment:
    fields = {
        "episode": assessment.episode,
        "kind": "editorial",
        "assessor": "An editor",
        "position": 40.0,
        "band": "opportunity-forward",
        "lens": "societal",
        "confidence": "high",
        "evidence_mode": "interview",
    }
    return Assessment.objects.create(**{**fields, **changes})


def test_a_published_editorial_assessment_still_leads_after_rescoring() -> None:
    automatic = make_assessed()
    assert automatic.transcript is not None
    draft = editorial(automatic, status="draft")
    assert choose_lead(automatic.episode) == automatic

    Assessment.objects.filter(pk=draft.pk).update(status="published")
    assert choose_lead(automatic.episode) == draft

    assess_transcript(automatic.transcript, scorer=NewerScorer())
    assert Assessment.objects.get(leads=True) == draft


def test_the_assessment_of_a_replaced_transcript_no_longer_leads() -> None:
    old = make_assessed()
    source = Provenance(kind=Transcript.Kind.PASTED)
    new, _ = store_transcript(old.episode, parsed=make_parsed([BRIGHT] * 9), provenance=source)

    assert choose_lead(old.episode) is None
    assert assess_transcript(new).assessment.leads


@pytest.mark.parametrize(
    "changes",
    [
        {"position": 101.0},
        {"assessor": ""},
        {"low": 50.0, "high": 60.0},
        {"kind": "automatic"},
    ],
)
def test_database_constraints_reject_invalid_rows(changes: dict[str, object]) -> None:
    automatic = make_assessed()

    with pytest.raises(IntegrityError), transaction.atomic():
        editorial(automatic, **changes)


def test_only_one_assessment_can_lead() -> None:
    automatic = make_assessed()

    with pytest.raises(IntegrityError), transaction.atomic():
        editorial(automatic, leads=True)


@pytest.mark.django_db(transaction=True)
def test_unscored_transcripts_are_found_and_assessed_once() -> None:
    make_episode("One")
    make_assessed("Two")

    assert assess_waiting() == 1
    assert assess_waiting() == 0
    assert Assessment.objects.count() == 2
    assert Job.objects.get().title == "Score One (not scored yet)"


def test_a_transcript_waiting_in_a_job_is_not_added_to_another() -> None:
    make_episode("One")
    make_episode("Two")

    # Nothing is committed in this test, so that the job waits.
    assert [assess_waiting() for _ in range(3)] == [2, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_an_unscorable_transcript_is_abandoned_and_shown_with_its_error() -> None:
    transcript = make_episode("Poison").transcripts.get()
    cues = transcript.cues
    Transcript.objects.update(cues="no cues at all")

    assert [assess_waiting() for _ in range(6)] == [1, 1, 1, 0, 0, 0]

    failed = JobItem.objects.failed()
    assert list(failed.values_list("label", flat=True)) == ["Poison"] * 3
    assert all(item.error for item in failed)
    # Later failures of the same transcript replace the earlier ones in the queues.
    assert Job.objects.with_failures().get() == Job.objects.first()
    assert not Assessment.objects.exists()

    Transcript.objects.update(cues=cues)
    job = Job.objects.first()
    assert job
    assert queue_job(job, retry_job(job))
    assert Assessment.objects.get().transcript == transcript


def test_the_default_scorer_leads_over_a_later_assessment(settings: LazySettings) -> None:
    first = make_assessed()
    assert first.transcript
    later = assess_transcript(first.transcript, scorer=KeywordScorer()).assessment

    assert choose_lead(first.episode) == first
    assert not later.leads

    settings.DEFAULT_SCORER = "keywords"
    assert choose_lead(first.episode) == later
