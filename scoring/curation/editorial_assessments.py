"""Store, publish and withdraw editorial assessments.

Scorers never change editorial assessments, and no assessment is overwritten: a revised opinion is
stored as a new assessment beside the earlier one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from library.models import Episode, PendingChange, Segment, Transcript
from library.services.review import Kind, must_wait, propose
from library.services.versions import set_history_author
from scoring.core.assessment_file import AssessmentFile, Override
from scoring.core.assessment_overrides import TimedSegment, match_overrides
from scoring.core.spectrum import band_of
from scoring.curation.workflow import Account, Rejected, known_account
from scoring.models import Assessment, SegmentScore
from scoring.services.assessing import choose_lead, slice_transcript

PUBLISH = "scoring.publish_assessment"
NO_PERMISSION = "You do not have permission to publish or withdraw assessments."


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The result of an import. `changed` is False if there was nothing to store or publish."""

    assessment: Assessment
    changed: bool


def episode_of(file: AssessmentFile) -> Episode:
    """Return the episode with the slug in the file name, or raise AssessmentFileError."""
    slug = file.name.split(".")[0]
    episode = Episode.objects.filter(slug=slug).first()
    if episode is None:
        raise file.refuse([("", f"no episode has the slug {slug!r}, taken from the file name")])
    return episode


@transaction.atomic
def import_assessment(
    file: AssessmentFile,
    *,
    episode: Episode,
    publish: bool,
    at: datetime | None = None,
    by: AbstractUser | None = None,
    reason: str = "Submitted",
) -> HandedIn:
    """Store `file` as an editorial assessment of `episode`, and publish it if `publish` is true.

    The history records `by` and `reason`; `by` is None for management commands. `at` is the time of
    publication, by default now. If the assessor's latest assessment has the same content, no new
    assessment is stored. Raises AssessmentFileError if an override refers to a segment that does
    not exist.
    """
    Episode.objects.select_for_update().get(pk=episode.pk)
    transcript = episode.transcripts.current().first()
    segments = slice_transcript(transcript) if transcript else []
    matched = match_overrides(file, [TimedSegment(s.index, s.start, s.end) for s in segments])
    latest = episode.assessments.editorial().filter(assessor=file.assessor).first()
    if latest and _is_same(latest, file, transcript):
        if not publish or latest.status == Assessment.Status.PUBLISHED:
            return HandedIn(latest, changed=False)
        assessment = latest
    else:
        assessment = _store(file, episode, transcript, by, reason)
        _store_overrides(assessment, segments, matched)
    if publish:
        publish_assessment(assessment, at=at)
    return HandedIn(assessment, changed=True)


def review_reasons(assessment: Assessment, *, by: Account) -> list[str]:
    """Return every reason why `by` cannot publish `assessment` now."""
    reasons = []
    if not by.has_perm(PUBLISH):
        reasons.append(NO_PERMISSION)
    if assessment.kind != Assessment.Kind.EDITORIAL or assessment.status != Assessment.Status.DRAFT:
        reasons.append("Only an editorial draft can be published.")
    if by.pk is not None and assessment.history.earliest().history_user_id == by.pk:
        reasons.append("You submitted this assessment; someone else must publish it.")
    return reasons


@transaction.atomic
def review_assessment(assessment: Assessment, *, by: Account) -> None:
    """Publish a draft that another account submitted. Raises Rejected if `by` cannot publish it."""
    stored = Assessment.objects.select_for_update().defer("trail").get(pk=assessment.pk)
    reasons = review_reasons(stored, by=by)
    if reasons:
        raise Rejected(reasons)
    set_history_author(assessment, known_account(by), "Reviewed and published")
    publish_assessment(assessment)


@transaction.atomic
def take_back_assessment(assessment: Assessment, *, by: Account) -> PendingChange | None:
    """Withdraw a published editorial assessment.

    If the episode is published, the withdrawal could change the score on its page, so it waits for
    review and is returned as a pending change. Raises Rejected if `by` lacks the permission.
    """
    account = _require(by)
    if must_wait(assessment.episode):
        return propose(
            assessment.episode,
            Kind.ASSESSMENT,
            before={"status": "published"},
            after={"assessment": assessment.pk, "status": "draft"},
            by=account,
        )
    set_history_author(assessment, account, "Withdrawn")
    withdraw_assessment(assessment)
    return None


def _require(by: Account) -> AbstractUser:
    if not by.has_perm(PUBLISH):
        raise Rejected([NO_PERMISSION])
    return known_account(by)


@transaction.atomic
def publish_assessment(assessment: Assessment, *, at: datetime | None = None) -> None:
    """Publish an editorial assessment, which then leads its episode's page.

    Permissions are not checked; the admin calls `review_assessment`, which checks them.
    """
    assessment.status = Assessment.Status.PUBLISHED
    assessment.published_at = at or _publication_time(assessment)
    assessment.save(update_fields=["status", "published_at"])
    choose_lead(assessment.episode)
    assessment.refresh_from_db(fields=["leads"])


def _publication_time(assessment: Assessment) -> datetime:
    """Return the current time or, if the clock was set back, a time after the last publication."""
    others = assessment.episode.assessments.exclude(pk=assessment.pk).published()
    last = others.aggregate(last=Max("published_at"))["last"]
    now = timezone.now()
    return now if last is None else max(now, last + timedelta(microseconds=1))


@transaction.atomic
def withdraw_assessment(assessment: Assessment) -> None:
    """Turn a published editorial assessment back into a draft."""
    assessment.status = Assessment.Status.DRAFT
    assessment.published_at = None
    assessment.save(update_fields=["status", "published_at"])
    choose_lead(assessment.episode)
    assessment.refresh_from_db(fields=["leads"])


def _is_same(latest: Assessment, file: AssessmentFile, transcript: Transcript | None) -> bool:
    """Return whether `latest` has the same content as `file`.

    If the file has overrides, `latest` must also belong to `transcript`.
    """
    same_content = latest.source_checksum == file.checksum
    same_segments = latest.transcript_id == (transcript.pk if transcript else None)
    return same_content and (same_segments or not file.overrides)


def _store(
    file: AssessmentFile,
    episode: Episode,
    transcript: Transcript | None,
    by: AbstractUser | None,
    reason: str,
) -> Assessment:
    assessment = Assessment(
        episode=episode,
        transcript=transcript,
        transcript_checksum=transcript.checksum if transcript else "",
        kind=Assessment.Kind.EDITORIAL,
        status=Assessment.Status.DRAFT,
        assessor=file.assessor,
        listened_on=file.listened_on,
        source_name=file.name,
        source_checksum=file.checksum,
        position=file.position,
        band=band_of(file.position),
        lens=file.lens,
        confidence=file.confidence,
        evidence_mode=file.evidence_mode,
        bullets=list(file.bullets),
    )
    set_history_author(assessment, by, reason)
    assessment.save()
    return assessment


def _store_overrides(
    assessment: Assessment, segments: list[Segment], matched: list[tuple[TimedSegment, Override]]
) -> None:
    """Store the overrides. An override without a lens gets the lens of the assessment."""
    by_index = {segment.index: segment for segment in segments}
    SegmentScore.objects.bulk_create(
        SegmentScore(
            assessment=assessment,
            segment=by_index[target.index],
            score=override.score,
            lens=override.lens or assessment.lens,
            rest=override.score,
            reason=override.reason,
        )
        for target, override in matched
    )
