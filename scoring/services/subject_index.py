"""Store the vocabulary, and the subjects of passages and conversations."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.db import transaction

from library.models import Episode, Transcript
from scoring.core.subjects.tagger import Tagger
from scoring.core.subjects.vocabulary import Subject as SubjectRow
from scoring.core.subjects.vocabulary import built_in
from scoring.core.subjects.weights import SubjectCount, named_subjects, subject_vector
from scoring.models import (
    EpisodeSubject,
    SegmentSubject,
    Subject,
    SubjectOverride,
    SubjectWeight,
    TopicEdition,
)

BATCH = 5_000
COLUMNS = ("name", "lens", "phrases", "ambiguous", "context", "built_in")
DIGEST = 12
"""Length of the vocabulary's checksum, in characters."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The current subjects, with their database keys, passage counts and a checksum of all rows."""

    rows: tuple[SubjectRow, ...]
    keys: Mapping[str, int]
    count: SubjectCount
    digest: str

    @property
    def tagger(self) -> Tagger:
        return _tagger(self.rows)


@lru_cache(maxsize=2)
def _tagger(rows: tuple[SubjectRow, ...]) -> Tagger:
    return Tagger(rows)


def read_vocabulary() -> Vocabulary:
    """Update the built-in subjects and return the vocabulary.

    Subjects that an editor has changed are not updated. Runs only one query if nothing has changed.
    """
    stored = list(Subject.objects.order_by("slug"))
    if _store_built_in(stored):
        stored = list(Subject.objects.order_by("slug"))
    rows = tuple(subject.as_row() for subject in stored)
    count = SubjectCount()
    for subject in stored:
        count.mentioned[subject.slug] = subject.passages
    digest = sha256(repr(rows).encode()).hexdigest()[:DIGEST]
    return Vocabulary(rows, {subject.slug: subject.pk for subject in stored}, count, digest)


def _store_built_in(stored: Iterable[Subject]) -> bool:
    """Create and update the built-in subjects; return whether anything changed."""
    by_slug = {subject.slug: subject for subject in stored}
    changed = []
    for row in built_in():
        subject = by_slug.get(row.slug)
        if subject is None or (subject.built_in and subject.as_row() != row):
            lists = ("; ".join(part) for part in (row.phrases, row.ambiguous, row.context))
            values = dict(zip(COLUMNS, (row.name, row.lens.value, *lists, True), strict=True))
            changed.append(Subject(slug=row.slug, **values))
    Subject.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["slug"], update_fields=list(COLUMNS)
    )
    return bool(changed)


def store_counts(count: SubjectCount) -> None:
    """Store, for each subject, the number of passages in the library that mention it."""
    subjects = list(Subject.objects.all())
    for subject in subjects:
        subject.passages = count.mentioned[subject.slug]
    Subject.objects.bulk_update(subjects, ["passages"], batch_size=500)


def store_mentions(
    segments: Sequence[tuple[int, str]], vocabulary: Vocabulary
) -> list[Mapping[str, int]]:
    """Store the subjects that each segment mentions, and return the mention counts per segment.

    `segments` holds (key, text) pairs.
    """
    mentioned = [vocabulary.tagger.tag(text).counts() for _, text in segments]
    SegmentSubject.objects.filter(segment__in=[key for key, _ in segments]).delete()
    SegmentSubject.objects.bulk_create(
        (
            SegmentSubject(segment_id=key, subject_id=vocabulary.keys[slug], mentions=times)
            for (key, _), counts in zip(segments, mentioned, strict=True)
            for slug, times in counts.items()
        ),
        batch_size=BATCH,
    )
    return list(mentioned)


def store_weights(
    transcript_id: int, passages: Sequence[Mapping[str, int]], vocabulary: Vocabulary, segments: int
) -> None:
    """Store the weighted subjects of a conversation, based on the mentions in its passages.

    `segments` is the number of segments in the library. Subjects that an editor added get the
    highest weight, and subjects that an editor removed are left out.
    """
    episode_id = Transcript.objects.values_list("episode", flat=True).get(pk=transcript_id)
    count = SubjectCount(segments, vocabulary.count.mentioned)
    vector = subject_vector(passages, count)
    named = named_subjects(passages, vector)
    overrides = SubjectOverride.objects.filter(episode=episode_id)
    for slug, kind in overrides.order_by("pk").values_list("subject__slug", "kind"):
        named = [name for name in named if name != slug]
        if kind == SubjectOverride.Kind.ADD:
            vector[slug] = max(vector.values(), default=1.0)
            named.append(slug)
        else:
            vector.pop(slug, None)
    length = sum(weight * weight for weight in vector.values()) ** 0.5
    # Delete by key: with outdated statistics, a join can be planned as a scan of the whole table.
    transcripts = list(Transcript.objects.filter(episode=episode_id).values_list("pk", flat=True))
    SubjectWeight.objects.filter(transcript__in=transcripts).delete()
    SubjectWeight.objects.bulk_create(
        SubjectWeight(
            transcript_id=transcript_id,
            subject_id=vocabulary.keys[slug],
            weight=round(weight / length, 4),
        )
        for slug, weight in vector.items()
    )
    _show_subjects(episode_id, [vocabulary.keys[slug] for slug in named])


def _show_subjects(episode_id: int, keys: list[int]) -> None:
    """Store the subjects to show on an episode's page, in order, if the list has changed."""
    shown = EpisodeSubject.objects.filter(episode=episode_id).order_by("place")
    # Writing the same rows again would be recorded as a change to the episode.
    if list(shown.values_list("subject", flat=True)) == keys:
        return
    shown.delete()
    EpisodeSubject.objects.bulk_create(
        EpisodeSubject(episode_id=episode_id, subject_id=key, place=place)
        for place, key in enumerate(keys, 1)
    )


@transaction.atomic
def reweigh_subjects(episode: Episode) -> None:
    """Recalculate a conversation's subjects after an editor added or removed one."""
    edition = TopicEdition.objects.first()
    transcript = Transcript.objects.current().without_cues().filter(episode=episode).first()
    if edition is None or transcript is None or not hasattr(transcript, "topics"):
        return
    keys = list(transcript.segments.order_by("index").values_list("pk", flat=True))
    mentioned: dict[int, dict[str, int]] = {key: {} for key in keys}
    rows = SegmentSubject.objects.filter(segment__in=keys)
    for key, slug, times in rows.values_list("segment", "subject__slug", "mentions"):
        mentioned[key][slug] = times
    store_weights(
        transcript.pk, [mentioned[key] for key in keys], read_vocabulary(), edition.segments
    )
