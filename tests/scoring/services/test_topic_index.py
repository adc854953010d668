import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Guest, Segment, Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.core.topics.counting import Count
from scoring.core.topics.vectors import Rarity, vectors_of
from scoring.job_handlers import start_rescoring
from scoring.models import EpisodeTerm, SegmentTerm, Term, TopicEdition, TranscriptTopics
from scoring.selectors.inverted_index import SEGMENT_POSTINGS, postings
from scoring.selectors.mirror_picks import Picks
from scoring.services.assessing import assess_transcript
from scoring.services.topic_index import refresh_topics
from scoring.tasks import do_job_item
from tests.budget import queries
from tests.make import make_assessed, make_episode, make_parsed

pytestmark = pytest.mark.django_db

TREATY = "A treaty on chips needs inspectors, and a registry of chips."
HOSPITAL = "The hospital lets a nurse check every chart of the ward."


def snapshot() -> list[tuple[object, ...]]:
    return sorted(SegmentTerm.objects.values_list("segment", "term__text", "weight")) + sorted(
        EpisodeTerm.objects.values_list("transcript", "term__text", "weight")
    )


def stored_topics() -> dict[str, tuple[dict[str, float], list[dict[str, float]]]]:
    """Return the stored vectors of each conversation and its passages, by slug."""
    found = {}
    for transcript in Transcript.objects.current().select_related("episode"):
        whole = transcript.terms.values_list("term__text", "weight")
        passages = [
            dict(segment.terms.values_list("term__text", "weight"))
            for segment in transcript.segments.order_by("index")
        ]
        found[transcript.episode.slug] = dict(whole), passages
    return found


def worked_out_topics() -> dict[str, tuple[dict[str, float], list[dict[str, float]]]]:
    """Return the expected result of `stored_topics`, calculated by the core alone."""
    texts = {
        transcript.episode.slug: [one.text for one in transcript.segments.order_by("index")]
        for transcript in Transcript.objects.current().select_related("episode")
    }
    count = Count()
    for said in texts.values():
        count.add(said)
    rarity = Rarity(count.passages, count.shared())
    return {slug: vectors_of(said, rarity) for slug, said in texts.items()}


def test_stored_topics_match_those_of_the_core() -> None:
    for title, said in (("First", [TREATY]), ("Second", [TREATY, HOSPITAL]), ("Third", [HOSPITAL])):
        make_assessed(title, sentences=said * 60)

    refresh_topics()

    assert stored_topics() == worked_out_topics()


def test_terms_of_more_than_one_conversation_are_indexed() -> None:
    first = make_assessed("First", sentences=[TREATY] * 60).episode
    make_assessed("Second", sentences=[TREATY, HOSPITAL] * 60)

    assert refresh_topics() == 2

    terms = set(Picks(first, None).topics.terms)
    labels = set(Term.objects.filter(pk__in=terms).values_list("label", flat=True))
    assert {"treaty", "chips", "inspectors", "registry"} <= labels
    assert not Term.objects.filter(text__startswith="hospit").exists()
    topics = TranscriptTopics.objects.get(transcript__episode=first)
    assert len(topics.read_passages()) == first.transcripts.get().segments.count()


def test_names_of_speakers_count_as_nearness_but_not_as_topics() -> None:
    """A speaker of the transcript, one that an editor named, and a guest."""
    said = ["Maren, Tobias and Wilma know the hospital."]
    episodes = [make_assessed(title, sentences=said * 60).episode for title in ("One", "Two")]
    spoken = episodes[0].transcripts.get()
    Transcript.objects.filter(pk=spoken.pk).update(speakers=["Maren Holt", "Speaker 2"])
    spoken.speaker_marks.create(name="Speaker 2", shown_as="Tobias Lind")
    spoken.speaker_marks.create(name="Maren Holt", role="host")
    episodes[0].guests.add(Guest.objects.create(slug="wilma", name="Wilma Kerr"))

    refresh_topics()

    named = dict(Term.objects.values_list("text", "topical"))
    assert [named[term] for term in ("maren", "tobia", "wilma")] == [False] * 3
    assert named["hospita"]
    near = EpisodeTerm.objects.filter(transcript__episode__title="Two")
    assert near.filter(term__text="maren").exists()


@pytest.mark.parametrize("count", [1, 20])
def test_speaker_names_are_read_once_for_all_transcripts(count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[TREATY] * 10)
    with CaptureQueriesContext(connection) as asked:
        refresh_topics()

    assert sum("library_guest" in query["sql"] for query in asked) == 1


def test_refreshing_again_changes_nothing() -> None:
    for title in ("First", "Second"):
        make_assessed(title, sentences=[TREATY] * 60)
    refresh_topics()
    before = snapshot()

    # Vocabulary, edition, transcripts now, transcripts waiting, conversations with new scores.
    with queries(5):
        assert refresh_topics() == 0

    assert snapshot() == before
    assert TopicEdition.objects.count() == 1


def test_reindexing_everything_gives_the_same_topics() -> None:
    for title in ("First", "Second"):
        make_assessed(title, sentences=[TREATY, HOSPITAL] * 60)
    refresh_topics()
    before = snapshot()

    assert refresh_topics(everything=True) == 2

    assert snapshot() == before
    assert TopicEdition.objects.first().number == 2  # type: ignore[union-attr]


def test_a_small_addition_does_not_create_a_new_topic_edition() -> None:
    for number in range(8):
        make_assessed(f"Talk {number}", sentences=[TREATY] * 40)
    refresh_topics()
    make_assessed("One more", sentences=[TREATY] * 40)

    assert refresh_topics() == 1
    assert TopicEdition.objects.count() == 1

    for number in range(8, 12):
        make_assessed(f"Talk {number}", sentences=[TREATY] * 40)
    assert refresh_topics() == 13
    assert TopicEdition.objects.count() == 2


def test_a_better_transcript_replaces_the_old_one_in_the_index() -> None:
    episode = make_assessed("First", sentences=[TREATY] * 60).episode
    make_assessed("Second", sentences=[TREATY, HOSPITAL] * 60)
    refresh_topics()
    better, _ = store_transcript(
        episode,
        parsed=make_parsed([HOSPITAL] * 60),
        provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
    )
    assess_transcript(better)

    refresh_topics(everything=True)

    terms = Term.objects.filter(pk__in=Picks(episode, None).topics.terms)
    labels = set(terms.values_list("label", flat=True))
    assert "hospital" in labels or any("hospital" in label for label in labels)
    assert "treaty" not in labels


def test_topics_are_indexed_at_the_end_of_a_job() -> None:
    for title in ("First", "Second"):
        make_episode(title, sentences=[TREATY] * 60)
    for item in start_rescoring().items.all():
        do_job_item(item.pk)

    assert TranscriptTopics.objects.count() == 2


def test_the_commands_print_the_number_of_indexed_transcripts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_episode("First", sentences=[TREATY] * 60)
    make_episode("Second", sentences=[TREATY] * 60)
    call_command("assess", "--all")
    assert TranscriptTopics.objects.count() == 2

    call_command("index_topics")
    call_command("index_topics", "--all")

    assert capsys.readouterr().out.endswith("0 transcripts indexed\n2 transcripts indexed\n")


def test_postings_are_read_from_the_ordered_index() -> None:
    """The plans of a library large enough for a database to care: 3,000 passages of one term."""
    transcript = make_episode("Long", sentences=[TREATY] * 60).transcripts.get()
    Segment.objects.bulk_create(
        Segment(
            transcript=transcript, index=number, text=TREATY, first_cue=0, first_word=0, last_cue=0
        )
        for number in range(1, 3_001)
    )
    terms = Term.objects.bulk_create(
        Term(text=f"term{number}", label="term", segments=3_000) for number in range(20)
    )
    segments = list(transcript.segments.values_list("pk", flat=True))
    SegmentTerm.objects.bulk_create(
        SegmentTerm(segment_id=key, term=term, weight=(key * 7 % 97) / 100)
        for key in segments
        for term in terms
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    plan = plan_of("scoring_segmentterm", "segment_id", {terms[0].pk: 0.5, terms[1].pk: 0.5})

    assert plan.count("segment_term_postings") == 2
    assert "Seq Scan" not in plan
    assert "SCAN scoring_segmentterm" not in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def plan_of(table: str, column: str, weights: dict[int, float]) -> str:
    """Return how the database would read the postings of these terms."""
    statement, values = postings(table, column, weights, SEGMENT_POSTINGS)
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + statement, values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
