import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode
from scoring.models import MirrorOverride
from tests.make import make_account, make_placed

pytestmark = pytest.mark.django_db

ADD = "/admin/scoring/mirroroverride/add/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("eve", "eve@example.org", "secret"))
    return client


def send(client: Client, one: Episode, other: Episode, **more: str) -> str:
    said = {"first": one.pk, "second": other.pk, "kind": "pin", "reason": "A debate.", **more}
    return client.post(ADD, said, follow=True).content.decode()


def test_a_pair_is_stored_in_order_with_its_editor(editor: Client) -> None:
    one, other = make_placed("One", -40), make_placed("Other", 40)

    html = send(editor, other, one)

    pair = MirrorOverride.objects.get()
    assert (pair.first, pair.second, pair.made_by) == (one, other, User.objects.get())
    assert "−40 and +40: within the mirror rule" in html


def test_a_pin_against_the_rule_is_accepted_with_a_note(editor: Client) -> None:
    html = send(editor, make_placed("One", -40), make_placed("Other", -30))

    assert MirrorOverride.objects.count() == 1
    assert "the rule would not pick this pair" in html


def test_equal_episodes_and_a_missing_reason_are_rejected(editor: Client) -> None:
    one, other = make_placed("One", -40), make_placed("Other", 40)

    assert "cannot be paired with itself" in send(editor, one, one)
    assert "This field is required" in send(editor, one, other, reason="")
    assert not MirrorOverride.objects.exists()


def test_a_pair_cannot_be_both_pinned_and_banned(editor: Client) -> None:
    one, other = make_placed("One", -40), make_placed("Other", 40)
    send(editor, one, other)

    assert "This pair already has a pin or ban" in send(editor, other, one, kind="ban")
    assert MirrorOverride.objects.get().kind == "pin"


def test_kind_and_reason_can_be_changed_and_the_pair_deleted(editor: Client) -> None:
    one, other = make_placed("One", -40), make_placed("Other", 40)
    send(editor, one, other)
    pair = MirrorOverride.objects.get()
    address = f"/admin/scoring/mirroroverride/{pair.pk}/"

    editor.post(f"{address}change/", {"kind": "ban", "reason": "A satire."})
    pair.refresh_from_db()
    assert (pair.kind, pair.reason) == ("ban", "A satire.")

    editor.post(f"{address}delete/", {"post": "yes"})
    assert not MirrorOverride.objects.exists()


def test_only_reviewers_can_pin(client: Client) -> None:
    one, other = make_placed("One", -40), make_placed("Other", 40)
    client.force_login(make_account("rita", "Reviewer"))
    send(client, one, other)
    client.force_login(make_account("edna", "Editor"))

    assert MirrorOverride.objects.get().made_by == User.objects.get(username="rita")
    assert client.get(ADD).status_code == 403
    assert "A debate." in client.get("/admin/scoring/mirroroverride/").content.decode()
