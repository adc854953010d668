"""Start background jobs of every kind, and run their items."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from library.captions import read_transcript
from library.importing.manifest import Entry, read_manifest
from library.importing.podcast_feeds import import_feed
from library.models import Feed, Job, JobItem, Token, Transcript
from library.services.episodes import import_transcript
from library.services.job_failures import PartsFailed
from library.services.jobs import MAX_ATTEMPTS, Handler, NewItem, extend_lease, start_job
from scoring.core.registry import SCORERS
from scoring.core.scorers import Scorer
from scoring.services.assessing import assess_transcript, default_scorer


class SubjectMissing(LookupError):
    """The transcript, manifest entry or feed of a job item was deleted or has changed."""


def start_scoring(
    transcripts: Iterable[Transcript],
    scorer: Scorer,
    *,
    by: User | None = None,
    token: Token | None = None,
) -> Job:
    """Start a job that assesses `transcripts` with `scorer`.

    `by` is the account that requested the job; for API requests, `token` is the API token.
    """
    works = [_scoring(transcript, scorer) for transcript in transcripts]
    return start_job(Job.Kind.SCORE, f"Score {_counted(works)}", works, by=by, token=token)


def start_rescoring(*, scorer: Scorer | None = None, by: User | None = None) -> Job:
    """Start a job that rescores each current transcript not yet assessed by this scorer version."""
    chosen = scorer or default_scorer()
    waiting = Transcript.objects.current().without_cues().select_related("episode")
    waiting = waiting.not_assessed_by(scorer=chosen.name, version=chosen.version).order_by("pk")
    works = [_scoring(transcript, chosen) for transcript in waiting]
    title = f"Rescore {len(works):,} episodes by {chosen.name} {chosen.version}"
    return start_job(Job.Kind.RESCORE, title, works, by=by)


def start_waiting() -> Job | None:
    """Start a job that scores current transcripts without an automatic assessment.

    Transcripts in an open job are skipped, as are those whose failed items have used up
    `MAX_ATTEMPTS` attempts in total; editors see the errors and can retry these items. Returns None
    if no transcripts remain.
    """
    with transaction.atomic():
        unread = Transcript.objects.current().never_assessed()
        # The rows are locked so that a concurrent call waits and then sees the job created here.
        ids = list(unread.select_for_update(of=("self",)).values_list("pk", flat=True))
        if not ids:
            return None
        covered = JobItem.objects.open().values_list("subject", flat=True)
        left_out = set(covered) | JobItem.objects.exhausted(max_attempts=MAX_ATTEMPTS)
        chosen = [pk for pk in ids if subject_of(pk) not in left_out]
        if not chosen:
            return None
        waiting = Transcript.objects.without_cues().select_related("episode")
        scorer = default_scorer()
        works = [_scoring(each, scorer) for each in waiting.filter(pk__in=chosen).order_by("pk")]
        return start_job(Job.Kind.SCORE, f"Score {_counted(works)} (not scored yet)", works)


def start_importing(
    manifest: Path, entries: Sequence[Entry], *, publish: bool, by: User | None = None
) -> Job:
    """Start a job that imports and assesses the entries of a manifest."""
    works = [
        NewItem(
            subject=f"entry:{number}",
            label=entry.details.title,
            payload={
                "manifest": str(manifest.resolve()),
                "number": number,
                "file": entry.path.name,
                "publish": publish,
            },
        )
        for number, entry in enumerate(entries)
    ]
    return start_job(Job.Kind.IMPORT, f"Import {len(works):,} of {manifest.name}", works, by=by)


def start_feeds(feeds: Sequence[Feed], *, by: User | None = None) -> Job:
    """Start a job that imports these feeds and assesses the new drafts."""
    works = [NewItem(_feed_subject(feed), feed.show.title, {"feed": feed.pk}) for feed in feeds]
    title = works[0].label if len(works) == 1 else f"{len(works):,} shows"
    return start_job(Job.Kind.FEEDS, f"Import the feed of {title}", works, by=by)


def failures_of(feed: Feed) -> QuerySet[JobItem]:
    """Return the job items that failed to import `feed`, including resolved failures."""
    failed = JobItem.objects.failed()
    return failed.filter(job__kind=Job.Kind.FEEDS, subject=_feed_subject(feed))


def _feed_subject(feed: Feed) -> str:
    return f"feed:{feed.pk}"


def subject_of(transcript_id: int) -> str:
    """Return the `subject` of job items that score this transcript."""
    return f"transcript:{transcript_id}"


def _counted(works: Sequence[NewItem]) -> str:
    return works[0].label if len(works) == 1 else f"{len(works):,} episodes"


def _scoring(transcript: Transcript, scorer: Scorer) -> NewItem:
    return NewItem(
        subject=subject_of(transcript.pk),
        label=transcript.episode.title,
        payload={"transcript": transcript.pk, "scorer": scorer.name},
    )


def _score(item: JobItem) -> str:
    transcripts = Transcript.objects.select_related("episode")
    transcript = transcripts.filter(pk=item.payload["transcript"]).first()
    if transcript is None:
        raise SubjectMissing("the transcript was deleted")
    done = assess_transcript(transcript, scorer=SCORERS.get(item.payload["scorer"]))
    return "assessed" if done.created else "unchanged"


def _import(item: JobItem) -> str:
    entries = read_manifest(Path(item.payload["manifest"]))
    number = item.payload["number"]
    if number >= len(entries) or entries[number].path.name != item.payload["file"]:
        raise SubjectMissing("the manifest changed after the job started")
    entry = entries[number]
    parsed = read_transcript(entry.path.read_bytes(), entry.path.name)
    stored = import_transcript(
        parsed,
        details=entry.details,
        provenance=entry.provenance,
        publish=item.payload["publish"],
    )
    assessed = assess_transcript(stored.transcript)
    return "stored and assessed" if stored.changed or assessed.created else "unchanged"


def _feed(item: JobItem) -> str:
    feed = Feed.objects.select_related("show", "shelf").filter(pk=item.payload["feed"]).first()
    if feed is None:
        raise SubjectMissing("the feed was deleted")
    heartbeat = partial(extend_lease, item)
    outcome = import_feed(feed, heartbeat=heartbeat)
    for transcript in outcome.drafts:
        heartbeat()
        assess_transcript(transcript)
    if outcome.failed:
        raise PartsFailed(len(outcome.drafts), outcome.failed)
    return str(outcome)


HANDLERS: dict[Job.Kind, Handler] = {
    Job.Kind.SCORE: _score,
    Job.Kind.RESCORE: _score,
    Job.Kind.IMPORT: _import,
    Job.Kind.FEEDS: _feed,
}
