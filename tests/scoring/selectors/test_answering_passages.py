import pytest

from library.models import Episode, Segment
from scoring.core.answering.rule import MAX_ANSWERED
from scoring.models import Assessment, ClaimPassage, PassageAnswer, SegmentScore, TranscriptTopics
from scoring.selectors.answering_passages import answered_segments, answers_to, score_of
from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import BRIGHT_CLAIM, DARK_CLAIM, PLAIN, WARD, make_talk

pytestmark = pytest.mark.django_db


def rescored(episode: Episode, **values: object) -> None:
    """Change the scores of an episode as another assessment would."""
    SegmentScore.objects.filter(assessment__episode=episode).update(**values)
    TranscriptTopics.objects.filter(transcript__episode=episode).update(stances=None)
    refresh_topics()


def make_library() -> Segment:
    """Return a dark passage on open weights, in a library with a bright one, and others."""
    page = make_talk("Dark weights", DARK_CLAIM, -40)
    make_talk("Bright weights", BRIGHT_CLAIM, 30)
    make_talk("Bright wards", WARD, 30)
    make_talk("Plain weights", f"{PLAIN} It has open weights.", 30)
    refresh_topics()
    return Segment.objects.get(transcript__episode=page, index=2)


def titles(segment: Segment) -> list[str]:
    return [answer.segment.transcript.episode.title for answer in answers_to(segment)]


def test_a_claim_is_answered_on_its_subject_from_the_other_side() -> None:
    segment = make_library()

    (answer,) = answers_to(segment)

    assert answer.segment.transcript.episode.title == "Bright weights"
    assert answer.score == 30
    assert "open weights" in answer.topics
    text = answer.segment.text[answer.start : answer.end]
    assert "open weights" in text
    assert 0 < len(text) < len(answer.segment.text)
    assert segment.pk in answered_segments(segment.transcript_id)


def test_answers_are_stored_in_both_directions_for_a_later_conversation() -> None:
    segment = make_library()
    later = make_talk("Later weights", BRIGHT_CLAIM, 60, times=21)
    refresh_topics()

    assert set(titles(segment)) == {"Bright weights", "Later weights"}
    theirs = Segment.objects.filter(transcript__episode=later)
    assert {title for passage in theirs for title in titles(passage)} == {"Dark weights"}


def test_changed_scores_update_the_answers() -> None:
    segment = make_library()
    bright = Episode.objects.get(title="Bright weights")

    rescored(bright, score=9)
    assert titles(segment) == []
    assert not ClaimPassage.objects.filter(segment__transcript__episode=bright).exists()

    rescored(bright, score=10)
    assert titles(segment) == ["Bright weights"]

    rescored(bright, score=None)
    assert titles(segment) == []


def test_an_unplaced_conversation_gives_no_answers() -> None:
    segment = make_library()
    bright = Episode.objects.get(title="Bright weights")
    Assessment.objects.filter(episode=bright).update(
        kind="automatic",
        position=None,
        band="",
        low=None,
        high=None,
        charge=None,
        stance_kind="",
        lens="off-topic",
    )

    rescored(bright, score=30)

    assert titles(segment) == []


def test_a_draft_gives_no_answers_until_published() -> None:
    segment = make_library()
    Episode.objects.filter(title="Bright weights").update(status="draft")

    assert titles(segment) == []
    assert answered_segments(segment.transcript_id) == set()


def test_no_passage_answers_more_than_five() -> None:
    make_library()
    for number in range(MAX_ANSWERED):
        make_talk(f"Dark weights {number}", DARK_CLAIM, -40, times=10 + number)
    refresh_topics()

    shown = PassageAnswer.objects.filter(place__isnull=False)
    counts = [shown.filter(answer=key).count() for key in shown.values_list("answer", flat=True)]

    assert max(counts) == MAX_ANSWERED
    assert PassageAnswer.objects.filter(place=None).exists()


def test_a_passage_without_a_segment_score_has_no_score() -> None:
    segment = make_library()
    assert score_of(segment) == -40

    SegmentScore.objects.all().delete()

    assert score_of(segment) is None


@pytest.mark.parametrize("count", [1, 8])
def test_answers_cost_the_same_for_any_library(count: int) -> None:
    segment = make_library()
    for number in range(count):
        make_talk(f"Bright weights {number}", BRIGHT_CLAIM, 30, times=21 + number)
    refresh_topics()

    with queries(2):  # the passages that answer, the names of the subjects
        assert len(answers_to(segment)) == min(3, count + 1)
    with queries(1):
        answered_segments(segment.transcript_id)
