"""Fill the topic tables of a generated library.

Each passage belongs to a group, with which it shares ten of its sixteen terms. As in real
libraries, a few hundred terms each occur in about 1 % of the passages, and most other terms are
very rare.
"""

from django.db import connection

from library.models import Transcript
from scoring.models import Term, TopicEdition, TranscriptTopics

TERMS = 60_000
POINTS, SUBJECTS = 500, 50
"""Numbers of groups of passages, and of groups of conversations."""
COMMONEST = 0.3
"""Rank of a passage's most common term, on a logarithmic scale from 0 to 1.

More common terms would be stop words.
"""

_ROWS = """
INSERT INTO {table} ({column}, term_id, weight)
SELECT owner.id,
       %s + CAST(POWER(%s, {rank}) AS integer) - 1,
       (0.6 + 0.4 * {rank}) / SQRT({count}.0)
FROM {owners} owner CROSS JOIN (VALUES {slots}) AS slots
WHERE owner.id > (SELECT COALESCE(MAX(existing.{column}), 0) FROM {table} existing)
ON CONFLICT DO NOTHING
"""
_RANK = """({commonest} + (1 - {commonest}) * (slots.column1 + {fraction}) / {count}.0)"""
_SPREAD = """(CAST({seed} AS double precision) * 0.6180339887
+ CAST(slots.column1 AS double precision) * 0.4142135623)"""
_FRACTION = f"({_SPREAD} - FLOOR({_SPREAD}))"


def fill_topics(subjects: int = SUBJECTS) -> None:
    """Add terms and claims to the transcripts and segments that have none."""
    first = _known_terms()
    _fill("scoring_episodeterm", "transcript_id", "library_transcript", 100, subjects, first)
    _fill("scoring_segmentterm", "segment_id", "library_segment", 16, POINTS, first)
    _fill_claims()
    edition, _ = TopicEdition.objects.get_or_create(
        number=1, defaults={"version": "generated", "transcripts": 0, "segments": 0}
    )
    TranscriptTopics.objects.bulk_create(
        TranscriptTopics(transcript_id=key, edition=edition)
        for key in Transcript.objects.filter(topics=None).values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _fill_claims() -> None:
    """Store a claim for every passage whose score is at least ten points from zero."""
    kind = "jsonb" if connection.vendor == "postgresql" else "text"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO scoring_claimpassage (segment_id, score, says_ai, claim, subjects) "
            f"SELECT segment_id, MAX(score), 2, 8, CAST('{{}}' AS {kind}) "
            "FROM scoring_segmentscore WHERE ABS(score) >= 10 GROUP BY segment_id "
            "ON CONFLICT DO NOTHING"
        )


def _known_terms() -> int:
    """Create `TERMS` terms with consecutive keys and return the first key."""
    if not Term.objects.exists():
        Term.objects.bulk_create(
            (Term(text=f"term{n:05}", label=f"{n:05}th", segments=2) for n in range(TERMS)),
            batch_size=5_000,
        )
    return Term.objects.order_by("pk").values_list("pk", flat=True)[0]


def _fill(table: str, column: str, owners: str, count: int, groups: int, first: int) -> None:
    shared = f"slots.column1 * 16 < {count} * 10"
    group = f"CASE WHEN {shared} THEN MOD(owner.id, {groups}) ELSE owner.id END"
    fraction = _FRACTION.format(seed=group)
    rank = _RANK.format(commonest=COMMONEST, fraction=fraction, count=count)
    slots = ", ".join(f"({slot})" for slot in range(count))
    statement = _ROWS.format(
        table=table, column=column, owners=owners, rank=rank, count=count, slots=slots
    )
    with connection.cursor() as cursor:
        # Only constants of this module are interpolated; the numbers are bound parameters.
        cursor.execute(statement, [first, TERMS])
