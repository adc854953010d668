"""Changes of what the public sees give a new version; changes of drafts give none."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from library.http.content_version import library_version
from library.models import Episode, Guest, Segment, Shelf, Show, SpeakerMark, Tag, Transcript
from scoring.models import (
    Assessment,
    EpisodeSubject,
    SegmentScore,
    Subject,
    SubjectOverride,
    TopicEdition,
    TranscriptTopics,
)
from tests.make import make_assessed, make_draft, make_episode

pytestmark = pytest.mark.django_db(transaction=True)


def subject() -> Subject:
    return Subject.objects.get_or_create(slug="wages", name="wages", phrases="wages")[0]


def index(transcript: Transcript) -> None:
    edition = TopicEdition.objects.create(number=1, version="1", transcripts=1, segments=1)
    TranscriptTopics.objects.create(transcript=transcript, edition=edition)


OF_EPISODE: dict[str, Callable[[Episode], object]] = {
    "title": lambda one: Episode.objects.filter(pk=one.pk).update(title="Renamed"),
    "guest": lambda one: one.guests.add(Guest.objects.create(slug="new", name="new")),
    "guest removed": lambda one: one.guests.clear(),
    "tag": lambda one: one.tags.add(Tag.objects.create(slug="new", name="new")),
    "tag removed": lambda one: one.tags.clear(),
    "transcript": lambda one: one.transcripts.update(source_note="Corrected."),
    "segment": lambda one: Segment.objects.filter(transcript__episode=one).update(text="Words."),
    "speaker": lambda one: SpeakerMark.objects.create(transcript=one.transcripts.get(), name="A"),
    "assessment": lambda one: one.assessments.update(lens="economic"),
    "score": lambda one: SegmentScore.objects.filter(assessment__episode=one).update(score=9),
    "subject": lambda one: EpisodeSubject.objects.create(episode=one, subject=subject(), place=1),
    "subject by an editor": lambda one: SubjectOverride.objects.create(
        episode=one, subject=subject(), kind="add"
    ),
    "topics": lambda one: index(one.transcripts.get()),
    "transcript deleted": lambda one: one.transcripts.all().delete(),
    "deleted": lambda one: one.delete(),
}
changes_of_an_episode = pytest.mark.parametrize("change", OF_EPISODE.values(), ids=OF_EPISODE)


@changes_of_an_episode
def test_a_change_of_a_published_episode_gives_a_new_version(
    change: Callable[[Episode], object],
) -> None:
    episode = make_assessed().episode
    before = library_version()

    change(episode)

    assert library_version().value != before.value
    assert library_version().changed_at >= before.changed_at


@changes_of_an_episode
def test_a_change_of_a_draft_gives_no_new_version(change: Callable[[Episode], object]) -> None:
    make_assessed("Another talk")
    draft = make_assessed(publish=False).episode
    subject().save()
    before = library_version()

    change(draft)

    assert library_version() == before


@pytest.mark.parametrize("model", [Show, Shelf, Guest, Tag, Subject])
def test_only_renaming_or_deleting_a_shared_row_changes_the_version(
    model: type[Show] | type[Guest] | type[Subject],
) -> None:
    name = "title" if model in (Show, Shelf) else "name"
    versions = [library_version().value]
    row = model.objects.create(slug="new", **{name: "New"})
    versions.append(library_version().value)
    model.objects.update(**{name: "Renamed"})
    versions.append(library_version().value)
    row.delete()
    versions.append(library_version().value)

    assert versions[0] == versions[1]
    assert len({*versions}) == 3


@pytest.mark.parametrize("statuses", [("draft", "published"), ("published", "archived")])
def test_publication_and_withdrawal_give_a_new_version(statuses: tuple[str, str]) -> None:
    before, after = statuses
    episode = make_assessed().episode
    Episode.objects.filter(pk=episode.pk).update(status=before)
    version = library_version()

    Episode.objects.filter(pk=episode.pk).update(status=after)

    assert library_version() != version


def test_moving_a_published_transcript_to_a_draft_gives_a_new_version() -> None:
    published, draft = make_episode(), make_draft()
    before = library_version()

    published.transcripts.update(episode=draft)

    assert library_version() != before


def test_an_assessment_is_public_when_it_is_published() -> None:
    reading = make_assessed()
    reading.pk, reading.status, reading.leads = None, "draft", False
    reading.kind, reading.assessor = "editorial", "Eva Editor"
    before = library_version()
    reading.save()
    assert library_version() == before

    Assessment.objects.filter(status="draft").update(status="published")

    assert library_version() != before


def test_a_draft_with_an_uncommitted_publication_counts_as_published() -> None:
    """Else a page that is rendered between the two commits would stay in the cache."""
    if connection.vendor == "sqlite":
        return  # It has one writer at a time.
    draft = make_assessed(publish=False).episode
    before = library_version()

    def rewrite() -> None:
        Segment.objects.update(text="Words.")
        connection.close()

    other = threading.Thread(target=rewrite)
    with transaction.atomic():
        Episode.objects.filter(pk=draft.pk).update(status="published")
        other.start()
        other.join(timeout=30)
        assert not other.is_alive()
        assert library_version() != before
