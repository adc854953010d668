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


def test_details_fill_what_is_empty_and_keep_what_an_editor_wrote() -> None:
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


def test_a_slug_of_another_show_is_refused_and_nothing_stays_behind() -> None:
    make_episode("A talk", show="First Show")

    with pytest.raises(ImportRejected, match="'a-talk' belongs to an episode of First Show"):
        import_transcript(make_parsed(), details=details(show="Second"), provenance=SOURCE)

    assert not Show.objects.filter(title="Second").exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"slug": "Not A Slug"}, "use 'not-a-slug'"), ({"title": "???"}, "no slug can be made")],
)
def test_a_slug_that_is_none_is_refused(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(ImportRejected, match=reason):
        import_transcript(make_parsed(), details=details(**changes), provenance=SOURCE)


def test_a_new_transcript_becomes_current_and_the_old_one_is_kept() -> None:
    episode = make_episode()
    old = episode.transcripts.get()

    new, created = store_transcript(episode, parsed=make_parsed([BRIGHT]), provenance=SOURCE)

    assert created
    assert list(episode.transcripts.current()) == [new]
    assert episode.transcripts.count() == 2

    back, changed = store_transcript(episode, parsed=make_parsed(), provenance=SOURCE)
    assert changed
    assert (back, episode.transcripts.get(is_current=True)) == (old, old)


def test_names_that_give_one_slug_stay_two() -> None:
    import_transcript(make_parsed(), details=details(guests=["Zoë A", "Zoe A"]), provenance=SOURCE)

    assert sorted(Guest.objects.values_list("slug", flat=True)) == ["zoe-a", "zoe-a-2"]


def test_publishing_says_whether_it_did_anything() -> None:
    episode = make_draft()

    assert publish_episode(episode, reason="a test")
    assert not publish_episode(episode, reason="a test")


def test_the_database_itself_refuses_what_must_not_be() -> None:
    episode = make_episode()
    transcript = episode.transcripts.get()

    transcript.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        transcript.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=episode.pk).update(status="nonsense")
    with pytest.raises(IntegrityError), transaction.atomic():
        episode.transcripts.update(word_count=0)


def test_what_is_known_of_one_recording_is_not_said_of_another() -> None:
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


def test_a_name_longer_than_the_database_holds_is_refused_whole() -> None:
    with pytest.raises(
        ImportRejected, match="The name of a tag must have at most 80 characters: aaa"
    ):
        get_or_create_named(Tag, "name", "a" * 81)

    assert get_or_create_named(Tag, "name", "a" * 80).pk
    assert Tag.objects.count() == 1
