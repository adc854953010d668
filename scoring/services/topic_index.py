"""Count the terms and subjects of the library, and index the topics of each transcript.

The counts form an edition, and each transcript is indexed once per edition. A new edition is made
if the vocabulary changes, or if the number of transcripts has changed by more than the
fraction `DRIFT` since the last edition. Indexing a library that grows one transcript at a time
therefore costs only a few times as much as indexing everything once.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from library.models import Segment, Transcript
from scoring.core.subjects.weights import SubjectCount
from scoring.core.topics.counting import Count
from scoring.core.topics.vectors import VERSION, Rarity, Vector, vectors_of
from scoring.models import EpisodeTerm, SegmentTerm, Term, TopicEdition, TranscriptTopics
from scoring.services.answer_index import refresh_answers
from scoring.services.crowding import refresh_crowding
from scoring.services.subject_index import (
    Vocabulary,
    read_vocabulary,
    store_counts,
    store_mentions,
    store_weights,
)

DRIFT = 0.25
BATCH = 5_000
MAX_LETTERS = 40
"""Maximum length of a stored term, in characters. Longer terms are ignored."""


def refresh_topics(*, everything: bool = False) -> int:
    """Index current transcripts that have segments but no topics in the edition; return the number.

    Repeated and concurrent calls are safe. If `everything` is true, a new edition is made first.
    """
    vocabulary = read_vocabulary()
    edition = TopicEdition.objects.first()
    if everything or edition is None or _has_drifted(edition, vocabulary):
        edition = make_edition(vocabulary)
        vocabulary = read_vocabulary()
    waiting = _sliced().exclude(topics__edition=edition).order_by("pk")
    ids = dict(waiting.values_list("pk", "episode"))
    indexed: list[int] = []
    if ids:
        index = Index(edition, vocabulary)
        indexed = [key for key in ids if index.store(key)]
        refresh_crowding([ids[key] for key in indexed])
    refresh_answers(vocabulary, edition.segments)
    return len(indexed)


def make_edition(vocabulary: Vocabulary) -> TopicEdition:
    """Count the library's terms and subjects, and store them as the current edition."""
    last = TopicEdition.objects.first()
    number = last.number + 1 if last else 1
    count, subjects = _count(vocabulary)
    shared = {
        term: passages for term, passages in count.shared().items() if len(term) <= MAX_LETTERS
    }
    try:
        with transaction.atomic():
            edition = TopicEdition.objects.create(
                number=number,
                version=_version(vocabulary),
                segments=count.passages,
                transcripts=count.conversations,
            )
            Term.objects.update(segments=0)
            Term.objects.bulk_create(
                (
                    Term(
                        text=term,
                        label=count.label(term)[:120],
                        segments=passages,
                        topical=count.names_topic(term),
                    )
                    for term, passages in sorted(shared.items())
                ),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["text"],
                update_fields=["label", "segments", "topical"],
            )
            store_counts(subjects)
    except IntegrityError:
        # Another worker stored the same edition in the meantime.
        return TopicEdition.objects.get(number=number)
    return edition


def _sliced() -> QuerySet[Transcript]:
    with_segments = Segment.objects.filter(index=1).values("transcript")
    return Transcript.objects.current().without_cues().filter(pk__in=with_segments)


def _version(vocabulary: Vocabulary) -> str:
    return f"{VERSION}.{vocabulary.digest}"


def _has_drifted(edition: TopicEdition, vocabulary: Vocabulary) -> bool:
    now = _sliced().count()
    return edition.version != _version(vocabulary) or abs(now - edition.transcripts) > DRIFT * max(
        1, edition.transcripts
    )


def _speakers() -> set[str]:
    """Return the names of all guests and speakers, including display names set by editors."""
    transcripts = _sliced()
    names = {
        name for speakers in transcripts.values_list("speakers", flat=True) for name in speakers
    }
    for column in ("speaker_marks__shown_as", "episode__guests__name"):
        named = transcripts.filter(**{f"{column}__gt": ""})
        names.update(named.values_list(column, flat=True))
    return names


def _count(vocabulary: Vocabulary) -> tuple[Count, SubjectCount]:
    """Count the terms and subjects of all current transcripts, loading one transcript at a time."""
    count, subjects = Count(), SubjectCount()
    for name in _speakers():
        count.name(name)
    rows = Segment.objects.filter(transcript__is_current=True).order_by("transcript", "index")
    texts = rows.values_list("transcript", "text").iterator(chunk_size=2_000)
    for _, group in groupby(texts, key=itemgetter(0)):
        passages = [text for _, text in group]
        count.add(passages)
        subjects.add(vocabulary.tagger.tag(text).counts() for text in passages)
    return count, subjects


def _known_terms(edition: TopicEdition) -> tuple[dict[str, int], Rarity]:
    """Return the database keys of the terms in use, by term text, and the rarity of these terms."""
    rows = Term.objects.filter(segments__gt=0).values_list("text", "pk", "segments")
    keys, documents = dict[str, int](), dict[str, int]()
    for text, key, segments in rows.iterator(chunk_size=10_000):
        keys[text], documents[text] = key, segments
    return keys, Rarity(edition.segments, documents)


class Index:
    """Stores the topics of transcripts for one edition."""

    def __init__(self, edition: TopicEdition, vocabulary: Vocabulary) -> None:
        self.edition = edition
        self.vocabulary = vocabulary
        self._keys, self._rarity = _known_terms(edition)

    @transaction.atomic
    def store(self, transcript_id: int) -> bool:
        """Store the topics of a transcript.

        Returns False if the transcript was deleted, or if another worker has stored its topics.
        """
        locked = Transcript.objects.select_for_update().without_cues().filter(pk=transcript_id)
        if locked.first() is None:
            return False
        done = TranscriptTopics.objects.filter(
            transcript=transcript_id, edition__gte=self.edition.pk
        )
        if done.exists():
            return False
        rows = Segment.objects.filter(transcript=transcript_id).order_by("index")
        segments = list(rows.values_list("pk", "text"))
        passages = self._store_terms(transcript_id, segments)
        mentioned = store_mentions(segments, self.vocabulary)
        store_weights(transcript_id, mentioned, self.vocabulary, self.edition.segments)
        TranscriptTopics.objects.update_or_create(
            transcript_id=transcript_id,
            defaults={
                "edition": self.edition,
                "passages": [list(vector.items()) for vector in passages],
                "stances": None,
            },
        )
        return True

    def _store_terms(
        self, transcript_id: int, segments: Sequence[tuple[int, str]]
    ) -> list[dict[int, float]]:
        """Store the terms of a conversation and its passages; return the terms of each passage."""
        whole, vectors = vectors_of([text for _, text in segments], self._rarity)
        EpisodeTerm.objects.filter(transcript=transcript_id).delete()
        EpisodeTerm.objects.bulk_create(
            EpisodeTerm(transcript_id=transcript_id, term_id=term, weight=weight)
            for term, weight in _keyed(whole, self._keys).items()
        )
        passages = [_keyed(vector, self._keys) for vector in vectors]
        # Delete by key: with outdated statistics, PostgreSQL can plan a join as a table scan.
        SegmentTerm.objects.filter(segment__in=[key for key, _ in segments]).delete()
        SegmentTerm.objects.bulk_create(
            (
                SegmentTerm(segment_id=segment, term_id=term, weight=weight)
                for (segment, _), vector in zip(segments, passages, strict=True)
                for term, weight in vector.items()
            ),
            batch_size=BATCH,
        )
        return passages


def _keyed(vector: Vector, keys: Mapping[str, int]) -> dict[int, float]:
    return {keys[term]: weight for term, weight in vector.items()}
