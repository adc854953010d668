from datetime import date

import pytest
from django.db import IntegrityError, transaction

from library.models import Episode, Guest, Show, Tag, Transcript
from library.services.catalogue import get_or_create_named
from library.services.episodes import import_transcript, publish_episode
from library.services.errors import ImportRejected
from library.services.import_details import EpisodeDetails, Provenance
from library.services.transcripts import store_transcript
from tests.make import BRIGHT, accept_waiting, make_draft, make_episode, make_parsed

pytestmark = pytest.mark.django_db

SOURCE = Provenance(kind=Transcript.Kind.PUBLISHER, source_name="a.vtt")


def details(**changes: object) -> EpisodeDetails:
    return EpisodeDetails(**{"show": "The Show", "title": "A talk", **changes})  # type: ignore[arg-type]


def test_an_import_makes_episode_show_and_transcript() -> None:
    done = import_transcript(
        make_parsed(),
        details=details(guests=["Ann", "Ben"], published_on=date(2024, 2, 3), shelf="Power"),
        provenance=SOURCE,
    )

    episode = Episode.objects.get(slug="a-talk")
    assert done.changed
    assert episode.show.slug == "the-show"
    assert episode.status == Episode.Status.DRAFT
    assert [guest.name for guest in episode.guests.all()] == ["Ann", "Ben"]
    stored = episode.transcripts.get()
    assert stored.checksum == make_parsed().checksum
    assert stored.read_cues() == list(make_parsed().cues)
    assert stored.duration == 299.0


def test_the_same_import_again_changes_nothing() -> None:
    first = import_transcript(make_parsed(), details=details(), provenance=SOURCE, publish=True)
    again = import_transcript(make_parsed(), details=details(), provenance=SOURCE, publish=True)

    assert not again.changed
    assert again.transcript == first.transcript
    assert (Episode.objects.count(), Show.objects.count()) == (1, 1)


def test_imported_details_fill_empty_fields_and_keep_edited_ones() -> None:
    episode = make_episode("A talk", show="The Show")
    Episode.objects.filter(pk=episode.pk).update(summary="By an editor.")

    import_transcript(
        make_parsed(), details=details(summary="By a file.", editor_note="New."), provenance=SOURCE
    )
    assert Episode.objects.get(pk=episode.pk).editor_note == ""
    accept_waiting(episode)

    episode.refresh_from_db()
    assert (episode.summary, episode.editor_note) == ("By an editor.", "New.")
    assert [guest.name for guest in episode.guests.all()] == ["Ada Guest"]


def test_a_slug_of_another_show_is_rejected_and_nothing_is_stored() -> None:
    make_episode("A talk", show="First Show")

    with pytest.raises(ImportRejected, match="'a-talk' belongs to an episode of First Show"):
        import_transcript(make_parsed(), details=details(show="Second"), provenance=SOURCE)

    assert not Show.objects.filter(title="Second").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"slug": "Not A Slug"}, "use 'not-a-slug'"), ({"title": "???"}, "no slug can be made")],
)
def test_an_invalid_slug_is_rejected(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(ImportRejected, match=reason):
        import_transcript(make_parsed(), details=details(**changes), provenance=SOURCE)


def test_a_new_transcript_becomes_current_and_the_old_one_stays_stored() -> None:
    episode = make_episode()
    old = episode.transcripts.get()

    new, created = store_transcript(episode, parsed=make_parsed([BRIGHT]), provenance=SOURCE)

    assert created
    assert list(episode.transcripts.current()) == [new]
    assert episode.transcripts.count() == 2

    back, changed = store_transcript(episode, parsed=make_parsed(), provenance=SOURCE)
    assert changed
    assert (back, episode.transcripts.get(is_current=True)) == (old, old)


def test_different_names_with_the_same_slug_stay_separate() -> None:
    import_transcript(make_parsed(), details=details(guests=["Zoë A", "Zoe A"]), provenance=SOURCE)

    assert sorted(Guest.objects.values_list("slug", flat=True)) == ["zoe-a", "zoe-a-2"]


def test_publish_episode_returns_whether_it_changed_anything() -> None:
    episode = make_draft()

    assert publish_episode(episode, reason="a test")
    assert not publish_episode(episode, reason="a test")


def test_database_constraints_reject_invalid_rows() -> None:
    episode = make_episode()
    transcript = episode.transcripts.get()

    transcript.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        transcript.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=episode.pk).update(status="nonsense")
    with pytest.raises(IntegrityError), transaction.atomic():
        episode.transcripts.update(word_count=0)


def test_media_details_are_not_mixed_between_recordings() -> None:
    known = {"show": "S", "title": "T", "audio_url": "https://a.org/1", "audio_type": "audio/ogg"}
    episode = None
    for given in (
        {**known, "audio_bytes": 9},
        {**known, "audio_url": "https://a.org/2", "audio_type": "audio/mpeg", "audio_bytes": 12},
    ):
        episode = import_transcript(
            make_parsed(),
            details=EpisodeDetails(**given),  # type: ignore[arg-type]
            provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
        ).episode

    assert episode is not None
    episode.refresh_from_db()
    assert (episode.audio_url, episode.audio_type) == ("https://a.org/1", "audio/ogg")
    assert episode.audio_bytes == 9


def test_a_name_that_is_too_long_is_rejected() -> None:
    with pytest.raises(
        ImportRejected, match="The name of a tag must have at most 80 characters: aaa"
    ):
        get_or_create_named(Tag, "name", "a" * 81)

    assert get_or_create_named(Tag, "name", "a" * 80).pk
    assert Tag.objects.count() == 1
