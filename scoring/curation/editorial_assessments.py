"""Writes of editorial assessments: what people who listened say, handed in and published.

A scorer never writes to these rows, and nothing here is overwritten: who changes their mind adds
an assessment, and the earlier one stays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from library.models import Episode, Segment, Transcript
from library.services.episodes import author
from scoring.core.assessment_file import AssessmentFile, Override, Place, place_overrides
from scoring.core.spectrum import band_of
from scoring.curation.workflow import Account, Refused, known_account
from scoring.models import Assessment, SegmentScore
from scoring.services.assessing import choose_lead, slice_transcript


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The outcome of handing in; `changed` is false when all of it was there already."""

    assessment: Assessment
    changed: bool


def episode_of(said: AssessmentFile) -> Episode:
    """Return the episode that the file is named after; raise AssessmentFileError without one."""
    slug = said.name.split(".")[0]
    episode = Episode.objects.filter(slug=slug).first()
    if episode is None:
        raise said.refuse([("", f"the file is named after {slug!r}, but no episode has that slug")])
    return episode


@transaction.atomic
def import_assessment(
    said: AssessmentFile,
    *,
    episode: Episode,
    publish: bool,
    at: datetime | None = None,
    by: AbstractUser | None = None,
    reason: str = "Handed in",
) -> HandedIn:
    """Store what `said` says of `episode` as an editorial assessment, and publish it if asked.

    `by` is the account that hands it in, kept in the history with the reason; an operator's command
    has none.
    The same words of the same assessor change nothing; other words add an assessment and keep
    the one before. Raises AssessmentFileError where an override names a segment there is not.
    """
    Episode.objects.select_for_update().get(pk=episode.pk)
    transcript = episode.transcripts.current().first()
    segments = slice_transcript(transcript) if transcript else []
    placed = place_overrides(said, [Place(s.index, s.start, s.end) for s in segments])
    latest = episode.assessments.editorial().filter(assessor=said.assessor).first()
    if latest and _says_the_same(latest, said, transcript):
        if not publish or latest.status == Assessment.Status.PUBLISHED:
            return HandedIn(latest, changed=False)
        assessment = latest
    else:
        assessment = _store(said, episode, transcript, by, reason)
        _store_overrides(assessment, segments, placed)
    if publish:
        publish_assessment(assessment, at=at)
    return HandedIn(assessment, changed=True)


@transaction.atomic
def review_assessment(assessment: Assessment, *, by: Account) -> None:
    """Publish what another account handed in; raise Refused, with every reason, where not."""
    account = _may(by)
    stored = Assessment.objects.select_for_update().defer("trail").get(pk=assessment.pk)
    reasons = []
    if stored.kind != Assessment.Kind.EDITORIAL or stored.status != Assessment.Status.DRAFT:
        reasons.append("Only an editorial draft can be published.")
    if stored.history.earliest().history_user_id == account.pk:
        reasons.append("You handed it in; another account must publish it.")
    if reasons:
        raise Refused(reasons)
    author(assessment, account, "Reviewed and published")
    publish_assessment(assessment)


@transaction.atomic
def take_back_assessment(assessment: Assessment, *, by: Account) -> None:
    """Withdraw a published editorial assessment in the name of `by`, or raise Refused."""
    author(assessment, _may(by), "Withdrawn")
    withdraw_assessment(assessment)


def _may(by: Account) -> AbstractUser:
    if not by.has_perm("scoring.publish_assessment"):
        raise Refused(["Your account may not publish or withdraw assessments."])
    return known_account(by)


@transaction.atomic
def publish_assessment(assessment: Assessment, *, at: datetime | None = None) -> None:
    """Publish an editorial assessment, so that its episode's page leads with it.

    This is the operator's way; people of the admin publish by `review_assessment`.
    """
    assessment.status = Assessment.Status.PUBLISHED
    assessment.published_at = at or _after_all_others(assessment)
    assessment.save(update_fields=["status", "published_at"])
    choose_lead(assessment.episode)
    assessment.refresh_from_db(fields=["leads"])


def _after_all_others(assessment: Assessment) -> datetime:
    """Return now, or the moment after the last publication if the clock was set back since."""
    others = assessment.episode.assessments.exclude(pk=assessment.pk).published()
    last = others.aggregate(last=Max("published_at"))["last"]
    now = timezone.now()
    return now if last is None else max(now, last + timedelta(microseconds=1))


@transaction.atomic
def withdraw_assessment(assessment: Assessment) -> None:
    """Take an editorial assessment off the site; it stays stored, as a draft."""
    assessment.status = Assessment.Status.DRAFT
    assessment.published_at = None
    assessment.save(update_fields=["status", "published_at"])
    choose_lead(assessment.episode)
    assessment.refresh_from_db(fields=["leads"])


def _says_the_same(latest: Assessment, said: AssessmentFile, transcript: Transcript | None) -> bool:
    """Whether `latest` holds what `said` says; overrides also have to be of this transcript."""
    same_words = latest.source_checksum == said.checksum
    same_segments = latest.transcript_id == (transcript.pk if transcript else None)
    return same_words and (same_segments or not said.overrides)


def _store(
    said: AssessmentFile,
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
        assessor=said.assessor,
        listened_on=said.listened_on,
        source_name=said.name,
        source_checksum=said.checksum,
        position=said.position,
        band=band_of(said.position),
        lens=said.lens,
        confidence=said.confidence,
        evidence_mode=said.evidence_mode,
        bullets=list(said.bullets),
    )
    author(assessment, by, reason)
    assessment.save()
    return assessment


def _store_overrides(
    assessment: Assessment, segments: list[Segment], placed: list[tuple[Place, Override]]
) -> None:
    """Store the overrides; one that names no lens has that of the whole assessment."""
    by_index = {segment.index: segment for segment in segments}
    SegmentScore.objects.bulk_create(
        SegmentScore(
            assessment=assessment,
            segment=by_index[place.index],
            score=override.score,
            lens=override.lens or assessment.lens,
            rest=override.score,
            reason=override.reason,
        )
        for place, override in placed
    )
