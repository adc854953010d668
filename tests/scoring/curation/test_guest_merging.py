import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, Guest
from scoring.curation.guest_merging import Merged, merge_guests
from scoring.curation.workflow import NotAllowed, Rejected
from tests.make import accept_waiting, make_account, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_account("edna", "Editor")


@pytest.fixture
def guests() -> list[Guest]:
    """Three records; the first and the second are on one episode together."""
    records = [
        Guest.objects.create(name=name, slug=name.lower().replace(" ", "-"))
        for name in ("Ada Lovelace", "A Lovelace", "Ada King")
    ]
    make_draft("Both").guests.set(records[:2])
    make_draft("One").guests.set(records[2:])
    return records


def names(title: str) -> list[str]:
    return list(Episode.objects.get(title=title).guests.values_list("name", flat=True))


def test_merging_moves_episodes_to_the_remaining_guest(editor: User, guests: list[Guest]) -> None:
    assert merge_guests(guests[0], guests, by=editor) == Merged(2, 0)

    assert (names("Both"), names("One")) == (["Ada Lovelace"], ["Ada Lovelace"])
    assert Guest.objects.get() == guests[0]
    line = Episode.objects.get(title="One").history.first()
    assert (line.history_user, line.history_change_reason) == (
        editor,
        "Guest A Lovelace, Ada King merged into Ada Lovelace",
    )
    deleted = Guest.history.filter(history_type="-")
    assert {line.history_change_reason for line in deleted} == {"Merged into Ada Lovelace"}


def test_one_guest_alone_cannot_be_merged(editor: User, guests: list[Guest]) -> None:
    with pytest.raises(Rejected, match="at least two"):
        merge_guests(guests[0], guests[:1], by=editor)


def test_guests_of_published_episodes_change_when_a_second_person_accepts(
    editor: User, guests: list[Guest]
) -> None:
    Episode.objects.filter(title="One").update(status="published")

    assert merge_guests(guests[0], guests, by=editor) == Merged(1, 1)
    assert (names("Both"), names("One")) == (["Ada Lovelace"], ["Ada King"])
    assert set(Guest.objects.all()) == {guests[0], guests[2]}

    episode = Episode.objects.get(title="One")
    episode.why_it_matters, episode.summary = "It matters.", "It is about testing."
    episode.save()
    accept_waiting(episode)
    assert names("One") == ["Ada Lovelace"]
    assert merge_guests(guests[0], [guests[0], guests[2]], by=editor) == Merged(0, 0)
    assert Guest.objects.get() == guests[0]


def test_accounts_without_permission_cannot_merge_guests(guests: list[Guest]) -> None:
    with pytest.raises(NotAllowed, match="permission to merge guests"):
        merge_guests(guests[0], guests, by=make_account("stranger"))


def test_the_admin_form_selects_the_record_to_keep(
    client: Client, editor: User, guests: list[Guest]
) -> None:
    client.force_login(editor)
    sent = {"action": "merge", "_selected_action": [guest.pk for guest in guests]}

    html = client.post("/admin/library/guest/", sent).content.decode()
    assert "Which record do you want to keep?" in html
    assert Guest.objects.count() == 3

    sent["kept"] = [guests[2].pk]
    html = client.post("/admin/library/guest/", sent, follow=True).content.decode()
    assert "Merged. Episodes changed: 1." in html
    assert Guest.objects.get() == guests[2]
    assert names("Both") == ["Ada King"]
