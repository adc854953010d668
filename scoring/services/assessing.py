"""Writes of scoring: slicing a transcript, assessing it, and which assessment leads."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from library.models import Delivery, Episode, Segment, Transcript
from library.monitoring.metrics import SEGMENTS
from library.services.episodes import LEAD, set_status
from library.services.webhooks import Lead, note_event
from scoring.core.position_sentences import place_of
from scoring.core.registry import SCORERS
from scoring.core.scorers import Judgement, Scorer
from scoring.core.slicing import slice_cues
from scoring.core.spectrum import Lens
from scoring.models import Assessment, SegmentScore
from scoring.services.aggregation import sum_up


@dataclass(frozen=True, slots=True)
class Assessed:
    """The outcome of assessing a transcript; `created` is false when it had been done before."""

    assessment: Assessment
    created: bool


def default_scorer() -> Scorer:
    return SCORERS.get(settings.DEFAULT_SCORER)


def assess_transcript(transcript: Transcript, *, scorer: Scorer | None = None) -> Assessed:
    """Slice and score `transcript`, store the assessment, and let the right one lead.

    Safe to repeat and to run twice at once: one scorer version assesses a transcript once.
    """
    scorer = scorer or default_scorer()
    known = _known(transcript, scorer)
    if known is not None:
        choose_lead(transcript.episode)
        return Assessed(known, created=False)
    segments = slice_transcript(transcript)
    judgements = scorer.score([segment.text for segment in segments])
    try:
        stored = _store(transcript, scorer, segments, judgements)
        SEGMENTS.labels(scorer.name).inc(len(segments))
        return Assessed(stored, created=True)
    except IntegrityError:
        # Another worker stored the same assessment while this one was scoring.
        known = _known(transcript, scorer)
        if known is None:
            raise
        return Assessed(known, created=False)


@transaction.atomic
def slice_transcript(transcript: Transcript) -> list[Segment]:
    """Return the segments of `transcript`, in order, sliced and stored if they are not yet."""
    Transcript.objects.select_for_update().without_cues().get(pk=transcript.pk)
    segments = list(transcript.segments.order_by("index"))
    if segments:
        return segments
    return Segment.objects.bulk_create(
        Segment(transcript=transcript, **asdict(piece))
        for piece in slice_cues(transcript.read_cues())
    )


@transaction.atomic
def choose_lead(episode: Episode) -> Assessment | None:
    """Mark and return the assessment that the episode's page leads with, if there is one.

    The editorial one published last, else the latest automatic one of the current transcript,
    the default scorer's ahead of another's. A draft becomes scored with it, and a scored episode
    that has lost it a draft.
    """
    stored = Episode.objects.select_for_update().get(pk=episode.pk)
    known = episode.assessments.all()
    automatic = known.automatic().of_current_transcript()
    lead = (
        known.editorial().published().last_published_first().first()
        or automatic.filter(scorer=settings.DEFAULT_SCORER).first()
        or automatic.first()
    )
    known.filter(leads=True).exclude(pk=lead.pk if lead else 0).update(leads=False)
    if lead is not None and not lead.leads:
        lead.leads = True
        lead.save(update_fields=["leads"])
        if stored.status == Episode.Status.PUBLISHED:
            said = Lead(**{name: getattr(lead, name) for name in LEAD})
            note_event(Delivery.Event.RESCORED, stored, said)
    _follow(stored, lead)
    return lead


def _follow(episode: Episode, lead: Assessment | None) -> None:
    """Let the state of an episode that nobody has handed in yet say whether it has a score."""
    if lead is not None and episode.status == Episode.Status.DRAFT:
        reason = f"An assessment leads: {place_of(lead.position, lead.band)}"
        set_status(episode, Episode.Status.SCORED, by=None, reason=reason)
    if lead is None and episode.status == Episode.Status.SCORED:
        reason = "No assessment of the current transcript"
        set_status(episode, Episode.Status.DRAFT, by=None, reason=reason)


def _scored(judgement: Judgement) -> dict[str, Any]:
    """Return score, phrases and rest; a passage that is not about AI has none."""
    if judgement.lens is Lens.OFF_TOPIC:
        return {"score": None, "phrases": [], "rest": 0.0}
    phrases = [asdict(phrase) for phrase in judgement.phrases]
    return {"score": judgement.score, "phrases": phrases, "rest": judgement.rest}


def _known(transcript: Transcript, scorer: Scorer) -> Assessment | None:
    return transcript.assessments.automatic().by(scorer=scorer.name, version=scorer.version).first()


@transaction.atomic
def _store(
    transcript: Transcript,
    scorer: Scorer,
    segments: Sequence[Segment],
    judgements: Sequence[Judgement],
) -> Assessment:
    assessment = Assessment(
        episode=transcript.episode,
        transcript=transcript,
        kind=Assessment.Kind.AUTOMATIC,
        scorer=scorer.name,
        scorer_version=scorer.version,
        transcript_checksum=transcript.checksum,
        **sum_up(transcript, segments, judgements),
    )
    # The history begins when it leads; until then it says nothing to anybody.
    assessment.skip_history_when_saving = True  # type: ignore[attr-defined]
    assessment.save()
    del assessment.skip_history_when_saving  # type: ignore[attr-defined]
    SegmentScore.objects.bulk_create(
        (
            SegmentScore(
                assessment=assessment,
                segment=segment,
                lens=judgement.lens,
                **_scored(judgement),
            )
            for segment, judgement in zip(segments, judgements, strict=True)
        ),
        batch_size=1000,
    )
    choose_lead(transcript.episode)
    assessment.refresh_from_db(fields=["leads"])
    return assessment
