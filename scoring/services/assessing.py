"""Slice and assess transcripts, and choose the leading assessment of an episode."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from library.models import Delivery, Episode, Segment, Transcript
from library.monitoring.metrics import SCORED_SEGMENTS
from library.services.episodes import set_status
from library.services.webhooks import LEAD_FIELDS, LeadSummary, queue_event
from scoring.core.position_sentences import place_of
from scoring.core.registry import SCORERS
from scoring.core.scorers import Judgement, Scorer
from scoring.core.slicing import slice_cues
from scoring.core.spectrum import Lens
from scoring.core.whole import ReadsWhole, WholeReader
from scoring.models import Assessment, SegmentScore
from scoring.services.aggregation import adverts_of, sum_up, whole_fields
from scoring.services.segments import store_segments


@dataclass(frozen=True, slots=True)
class Assessed:
    """The result of assessing a transcript; `created` is false if nothing new was stored."""

    assessment: Assessment
    created: bool


def default_scorer() -> Scorer:
    return SCORERS.get(settings.DEFAULT_SCORER)


def assess_transcript(transcript: Transcript, *, scorer: Scorer | None = None) -> Assessed:
    """Slice and score `transcript`, store the assessment, and choose the episode's lead.

    If the scorer also reads whole conversations, the result is stored as a second assessment.
    Calls are idempotent and can run concurrently: each scorer version assesses a transcript only
    once.
    """
    scorer = scorer or default_scorer()
    whole = scorer.whole if isinstance(scorer, ReadsWhole) else None
    existing = _existing(transcript, scorer)
    if existing is not None and (whole is None or _existing(transcript, whole)):
        choose_lead(transcript.episode)
        return Assessed(existing, created=False)
    segments = slice_transcript(transcript)
    judgements = [] if existing else scorer.score([segment.text for segment in segments])
    reading = _read(transcript, segments, whole) if whole else None
    try:
        with transaction.atomic():
            stored = existing or _store(transcript, scorer, segments, judgements)
            if reading is not None:
                _save_without_history(reading)
        SCORED_SEGMENTS.labels(scorer.name).inc(len(judgements))
        return Assessed(stored, created=existing is None or reading is not None)
    except IntegrityError:
        # Another worker stored the same assessment in the meantime.
        existing = _existing(transcript, scorer)
        if existing is None:
            raise
        return Assessed(existing, created=False)


@transaction.atomic
def slice_transcript(transcript: Transcript) -> list[Segment]:
    """Return the segments of `transcript` in order. The first call slices the transcript."""
    Transcript.objects.select_for_update().without_cues().get(pk=transcript.pk)
    segments = list(transcript.segments.order_by("index"))
    if segments:
        return segments
    cues = transcript.read_cues()
    return store_segments(transcript, slice_cues(cues), cues)


@transaction.atomic
def choose_lead(episode: Episode) -> Assessment | None:
    """Choose and return the leading assessment (shown first on the episode's page), or None.

    The lead is the editorial assessment published last. If there is none, it is the latest
    automatic assessment of the current transcript, preferably by the default scorer. An assessment
    of the whole conversation never leads, because it has no segment scores. A draft with a lead
    becomes scored, and a scored episode without a lead becomes a draft again.
    """
    stored = Episode.objects.select_for_update().get(pk=episode.pk)
    assessments = episode.assessments.all()
    automatic = assessments.automatic().of_current_transcript()
    lead = (
        assessments.editorial().published().last_published_first().first()
        or automatic.filter(scorer=settings.DEFAULT_SCORER).first()
        or automatic.first()
    )
    assessments.filter(leads=True).exclude(pk=lead.pk if lead else 0).update(leads=False)
    if lead is not None and not lead.leads:
        lead.leads = True
        lead.save(update_fields=["leads"])
        if stored.status == Episode.Status.PUBLISHED:
            summary = LeadSummary(**{name: getattr(lead, name) for name in LEAD_FIELDS})
            queue_event(Delivery.Event.RESCORED, stored, summary)
    _follow(stored, lead)
    return lead


def _follow(episode: Episode, lead: Assessment | None) -> None:
    """Update the status of an episode to match its leading assessment.

    A draft with a leading assessment becomes scored, and a scored episode without a leading
    assessment becomes a draft. Other episodes keep their status.
    """
    if lead is not None and episode.status == Episode.Status.DRAFT:
        reason = f"An assessment leads: {place_of(lead.position, lead.band)}"
        set_status(episode, Episode.Status.SCORED, by=None, reason=reason)
    if lead is None and episode.status == Episode.Status.SCORED:
        reason = "No assessment of the current transcript"
        set_status(episode, Episode.Status.DRAFT, by=None, reason=reason)


def _scored(judgement: Judgement) -> dict[str, Any]:
    """Return the fields of a segment score. A segment that is not about AI gets no score."""
    if judgement.lens is Lens.OFF_TOPIC:
        return {"score": None, "phrases": [], "rest": 0.0, "from_context": 0.0}
    phrases = [asdict(phrase) for phrase in judgement.phrases]
    return {
        "score": judgement.score,
        "phrases": phrases,
        "rest": judgement.rest,
        "from_context": judgement.from_context,
    }


def _existing(transcript: Transcript, scorer: Scorer | WholeReader) -> Assessment | None:
    automatic = transcript.assessments.filter(kind=Assessment.Kind.AUTOMATIC)
    return automatic.by(scorer=scorer.name, version=scorer.version).first()


def _read(
    transcript: Transcript, segments: Sequence[Segment], whole: WholeReader
) -> Assessment | None:
    """Return an unsaved assessment of the whole conversation, excluding advertising.

    Returns None if such an assessment is already stored, or if all segments are advertising.
    """
    adverts = adverts_of(transcript, segments)
    texts = [segment.text for segment in segments if segment.index not in adverts]
    if not texts or _existing(transcript, whole):
        return None
    fields = whole_fields(transcript, whole.read(texts), len(texts))
    return _automatic(transcript, whole, of_whole=True, **fields)


def _automatic(transcript: Transcript, scorer: Scorer | WholeReader, **fields: Any) -> Assessment:
    return Assessment(
        episode=transcript.episode,
        transcript=transcript,
        kind=Assessment.Kind.AUTOMATIC,
        scorer=scorer.name,
        scorer_version=scorer.version,
        transcript_checksum=transcript.checksum,
        **fields,
    )


def _save_without_history(assessment: Assessment) -> None:
    """Save an assessment without a history record. History starts when the assessment leads."""
    assessment.skip_history_when_saving = True  # type: ignore[attr-defined]
    assessment.save()
    del assessment.skip_history_when_saving  # type: ignore[attr-defined]


@transaction.atomic
def _store(
    transcript: Transcript,
    scorer: Scorer,
    segments: Sequence[Segment],
    judgements: Sequence[Judgement],
) -> Assessment:
    assessment = _automatic(transcript, scorer, **sum_up(transcript, segments, judgements))
    _save_without_history(assessment)
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
