"""Writes of topics: count the library's terms, and index what each transcript is about.

The counts are an edition. A transcript is indexed once in each edition; a new edition is made
when the library has grown or shrunk by `DRIFT` since the last, so that all the indexing of a
library that is filled one by one costs a few times that of the whole.
"""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from library.models import Segment, Transcript
from scoring.core.topics.counting import Count
from scoring.core.topics.vectors import VERSION, Rarity, Vector, vectors_of
from scoring.models import EpisodeTerm, SegmentTerm, Term, TopicEdition, TranscriptTopics

DRIFT = 0.25
BATCH = 5_000
LONGEST = 40
"""Letters of a term that the database holds; a pair of stems is shorter."""


def refresh_topics(*, everything: bool = False) -> int:
    """Index every sliced current transcript that is not in the edition in force; count those.

    Safe to repeat and to run twice at once. `everything` makes a new edition whatever has changed.
    """
    edition = TopicEdition.objects.first()
    if everything or edition is None or _has_drifted(edition):
        edition = make_edition()
    waiting = _sliced().exclude(topics__edition=edition).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return 0
    keys, rarity = _known_terms(edition)
    return sum(_index(transcript_id, edition, keys, rarity) for transcript_id in ids)


def make_edition() -> TopicEdition:
    """Count the terms of the library and store the counts as the edition in force."""
    last = TopicEdition.objects.first()
    number = last.number + 1 if last else 1
    count = _count()
    shared = {term: said for term, said in count.shared().items() if len(term) <= LONGEST}
    try:
        with transaction.atomic():
            edition = TopicEdition.objects.create(
                number=number,
                version=VERSION,
                segments=count.passages,
                transcripts=count.conversations,
            )
            Term.objects.update(segments=0)
            Term.objects.bulk_create(
                (
                    Term(
                        text=term,
                        label=count.label(term)[:120],
                        segments=said,
                        topical=count.names_topic(term),
                    )
                    for term, said in sorted(shared.items())
                ),
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["text"],
                update_fields=["label", "segments", "topical"],
            )
    except IntegrityError:
        # Another worker made the same edition while this one was counting.
        return TopicEdition.objects.get(number=number)
    return edition


def _sliced() -> QuerySet[Transcript]:
    with_segments = Segment.objects.filter(index=1).values("transcript")
    return Transcript.objects.current().without_cues().filter(pk__in=with_segments)


def _has_drifted(edition: TopicEdition) -> bool:
    now = _sliced().count()
    return edition.version != VERSION or abs(now - edition.transcripts) > DRIFT * max(
        1, edition.transcripts
    )


def _speakers() -> set[str]:
    """Return the names of all who speak: as transcripts have them, as marked, and the guests."""
    known = _sliced()
    names = {name for speakers in known.values_list("speakers", flat=True) for name in speakers}
    for column in ("speaker_marks__shown_as", "episode__guests__name"):
        named = known.filter(**{f"{column}__gt": ""})
        names.update(named.values_list(column, flat=True))
    return names


def _count() -> Count:
    """Count the terms of every current transcript, one at a time."""
    count = Count()
    for name in _speakers():
        count.name(name)
    rows = Segment.objects.filter(transcript__is_current=True).order_by("transcript", "index")
    texts = rows.values_list("transcript", "text").iterator(chunk_size=2_000)
    for _, group in groupby(texts, key=itemgetter(0)):
        count.add([text for _, text in group])
    return count


def _known_terms(edition: TopicEdition) -> tuple[dict[str, int], Rarity]:
    """Return the keys of the terms in use, and how rare each is."""
    rows = Term.objects.filter(segments__gt=0).values_list("text", "pk", "segments")
    keys, documents = dict[str, int](), dict[str, int]()
    for text, key, segments in rows.iterator(chunk_size=10_000):
        keys[text], documents[text] = key, segments
    return keys, Rarity(edition.segments, documents)


@transaction.atomic
def _index(
    transcript_id: int, edition: TopicEdition, keys: Mapping[str, int], rarity: Rarity
) -> bool:
    """Store what one transcript is about; return false where another worker has done so."""
    locked = Transcript.objects.select_for_update().without_cues().filter(pk=transcript_id)
    if locked.first() is None:
        return False
    done = TranscriptTopics.objects.filter(transcript=transcript_id, edition__gte=edition.pk)
    if done.exists():
        return False
    rows = Segment.objects.filter(transcript=transcript_id).order_by("index")
    segments = list(rows.values_list("pk", "text"))
    whole, passages = vectors_of([text for _, text in segments], rarity)
    EpisodeTerm.objects.filter(transcript=transcript_id).delete()
    EpisodeTerm.objects.bulk_create(
        EpisodeTerm(transcript_id=transcript_id, term_id=term, weight=weight)
        for term, weight in _keyed(whole, keys).items()
    )
    # By their keys: a join here was planned, on old statistics, as a walk of the whole table.
    SegmentTerm.objects.filter(segment__in=[key for key, _ in segments]).delete()
    SegmentTerm.objects.bulk_create(
        (
            SegmentTerm(segment_id=segment, term_id=term, weight=weight)
            for (segment, _), vector in zip(segments, passages, strict=True)
            for term, weight in _keyed(vector, keys).items()
        ),
        batch_size=BATCH,
    )
    TranscriptTopics.objects.update_or_create(
        transcript_id=transcript_id,
        defaults={
            "edition": edition,
            "passages": [list(_keyed(vector, keys).items()) for vector in passages],
        },
    )
    return True


def _keyed(vector: Vector, keys: Mapping[str, int]) -> dict[int, float]:
    return {keys[term]: weight for term, weight in vector.items()}
