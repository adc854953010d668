import pytest

from library.models import Episode, Segment
from scoring.models import SegmentScore
from scoring.selectors.answering_passages import answers_to, score_of
from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed

pytestmark = pytest.mark.django_db

TREATY = "A treaty on chips needs inspectors, and a registry of chips."
HOSPITAL = "The hospital lets a nurse check every chart of the ward."


def make_library() -> Segment:
    """Return a dark passage on treaties, in a library with a bright one, and others."""
    page = make_assessed("Dark treaties", sentences=[DARK, TREATY] * 60).episode
    make_assessed("Bright treaties", sentences=[BRIGHT, TREATY] * 60)
    make_assessed("More dark treaties", sentences=[DARK, TREATY] * 61)
    make_assessed("Bright wards", sentences=[BRIGHT, HOSPITAL] * 60)
    make_assessed("Dark wards", sentences=[DARK, HOSPITAL] * 60)
    make_assessed("Plain treaties", sentences=[PLAIN, TREATY] * 60)
    refresh_topics()
    SegmentScore.objects.filter(assessment__episode__title__startswith="Dark").update(score=-40)
    SegmentScore.objects.filter(assessment__episode__title__startswith="More").update(score=-40)
    SegmentScore.objects.filter(assessment__episode__title__startswith="Bright").update(score=30)
    SegmentScore.objects.filter(assessment__episode__title__startswith="Plain").update(score=2)
    SegmentScore.objects.update(lens="governance")
    return Segment.objects.get(transcript__episode=page, index=2)


def titles(segment: Segment) -> list[str]:
    score = score_of(segment)
    assert score is not None
    return [answer.segment.transcript.episode.title for answer in answers_to(segment, score)]


def test_a_passage_is_answered_on_its_topic_from_the_other_side() -> None:
    segment = make_library()

    answers = answers_to(segment, -40)

    assert [answer.segment.transcript.episode.title for answer in answers] == ["Bright treaties"]
    assert answers[0].score == 30
    assert answers[0].nearness >= 0.3
    assert len(answers[0].topics) >= 2
    assert "treaty" in " ".join(answers[0].topics)


def test_a_passage_near_the_middle_takes_no_side_and_has_no_answer() -> None:
    make_library()
    plain = Segment.objects.get(transcript__episode__title="Plain treaties", index=2)

    assert answers_to(plain, 2) == []


def test_drafts_and_off_topic_passages_do_not_answer() -> None:
    segment = make_library()
    bright = SegmentScore.objects.filter(assessment__episode__title="Bright treaties")
    bright.update(lens="off-topic")
    assert titles(segment) == []

    bright.update(lens="governance")
    assert titles(segment) == ["Bright treaties"]

    Episode.objects.filter(title="Bright treaties").update(status="draft")
    assert titles(segment) == []


def test_an_answer_is_twenty_points_away_and_takes_a_side() -> None:
    segment = make_library()
    bright = SegmentScore.objects.filter(assessment__episode__title="Bright treaties")
    bright.update(score=9)
    assert answers_to(segment, -12) == []

    bright.update(score=10)
    assert len(answers_to(segment, -10)) == 1


def test_a_passage_without_topics_or_score_has_no_answer() -> None:
    segment = (
        make_assessed("Alone", sentences=[DARK] * 40)
        .episode.transcripts.get()
        .segments.get(index=1)
    )
    assert answers_to(segment, -40) == []

    SegmentScore.objects.all().delete()
    assert score_of(segment) is None


@pytest.mark.parametrize("count", [1, 20])
def test_answers_cost_the_same_for_any_library(count: int) -> None:
    segment = make_library()
    for number in range(count):
        make_assessed(f"Bright treaties {number}", sentences=[BRIGHT, TREATY] * (62 + number))
        make_assessed(f"Wards {number}", sentences=[DARK, HOSPITAL] * (62 + number))
    refresh_topics(everything=True)
    SegmentScore.objects.filter(assessment__episode__title__startswith="Bright").update(score=30)
    segment = Segment.objects.select_related("transcript").get(pk=segment.pk)

    with queries(4):  # terms of the passage, nearest passages, shared terms, the passages chosen
        assert len(answers_to(segment, -40)) == min(3, count + 1)
