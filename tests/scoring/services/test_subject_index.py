import pytest

from library.models import Episode
from scoring.core.subjects.vocabulary import built_in
from scoring.models import (
    EpisodeSubject,
    SegmentSubject,
    Subject,
    SubjectOverride,
    SubjectWeight,
    TranscriptTopics,
)
from scoring.services.subject_index import read_vocabulary, reweigh_subjects
from scoring.services.topic_index import refresh_topics
from tests.make import PLAIN, make_assessed

pytestmark = pytest.mark.django_db

WEIGHTS = "Open weights are released by open source AI labs."
JOBS = "Automation leads to job loss and unemployment."


def make_library() -> Episode:
    """Return an episode on open weights, beside one on jobs."""
    page = make_assessed("Weights", sentences=[WEIGHTS, PLAIN] * 30).episode
    make_assessed("Jobs", sentences=[JOBS, PLAIN] * 30)
    refresh_topics()
    return page


def named(episode: Episode) -> list[str]:
    rows = EpisodeSubject.objects.filter(episode=episode)
    return list(rows.values_list("subject__name", flat=True))


def test_passages_and_conversations_get_their_subjects() -> None:
    page = make_library()

    assert "open weights" in named(page)
    assert "AI and jobs" not in named(page)
    mentions = SegmentSubject.objects.filter(segment__transcript__episode=page)
    assert mentions.filter(subject__name="open weights", score__isnull=False).exists()
    weights = SubjectWeight.objects.filter(transcript__episode=page)
    assert sum(row.weight**2 for row in weights) == pytest.approx(1, abs=0.01)
    assert TranscriptTopics.objects.filter(crowding__gt=0).count() == 2


def test_editors_can_add_remove_and_restore_subjects() -> None:
    page = make_library()
    before = named(page)
    jobs = Subject.objects.get(name="AI and jobs")
    weights = Subject.objects.get(name="open weights")
    added = SubjectOverride.objects.create(episode=page, subject=jobs, kind="add")
    SubjectOverride.objects.create(episode=page, subject=weights, kind="remove")

    reweigh_subjects(page)

    assert "AI and jobs" in named(page)
    assert "open weights" not in named(page)
    refresh_topics(everything=True)
    assert "AI and jobs" in named(page)

    SubjectOverride.objects.all().delete()
    reweigh_subjects(added.episode)
    assert named(page) == before


def test_a_new_subject_is_found_in_existing_transcripts() -> None:
    page = make_library()
    Subject.objects.create(
        slug="labs", name="labs", lens="economic", phrases="released by", context=""
    )

    assert refresh_topics() == 2

    assert "labs" in named(page)


def test_the_built_in_vocabulary_is_stored_and_edits_are_preserved() -> None:
    read_vocabulary()
    assert Subject.objects.filter(built_in=True).count() == len(built_in())
    slug = built_in()[0].slug
    Subject.objects.filter(slug=slug).update(name="Our name", built_in=False)
    Subject.objects.filter(slug=built_in()[1].slug).update(name="Outdated")

    rows = {row.slug: row.name for row in read_vocabulary().rows}

    assert rows[slug] == "Our name"
    assert rows[built_in()[1].slug] == built_in()[1].name
