import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library.models import Episode
from scoring.models import Assessment
from tests.budget import queries
from tests.make import DARK, PLAIN, accept_waiting, make_assessed

pytestmark = pytest.mark.django_db

ADD = "/admin/scoring/assessment/add/"


@pytest.fixture
def episode() -> Episode:
    return make_assessed(sentences=[DARK, PLAIN] * 60).episode


def typed(episode: Episode, **changes: Any) -> dict[str, Any]:
    return {
        "episode": episode.pk,
        "assessor": "Maud",
        "listened_on": "2026-05-02",
        "position": "-40",
        "lens": "governance",
        "confidence": "high",
        "evidence_mode": "interview",
        "bullets": "A warning.\n\nAnother.",
        "overrides-TOTAL_FORMS": "2",
        "overrides-INITIAL_FORMS": "0",
        "overrides-1-time": "0:05",
        "overrides-1-score": "-60",
        "overrides-1-reason": "The darkest.",
    } | changes


def client_with(*permissions: str, name: str = "edith") -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_submits_a_draft(episode: Episode) -> None:
    client = client_with("add_assessment", "view_assessment")

    page = client.post(ADD, typed(episode), follow=True)

    assert "Saved as a draft" in page.text
    handed = Assessment.objects.editorial().get()
    assert (handed.status, handed.position, handed.bullets) == (
        "draft",
        -40,
        ["A warning.", "Another."],
    )
    assert handed.segment_scores.get().reason == "The darkest."
    assert "The darkest." in page.text
    assert "Already saved" in client.post(ADD, typed(episode), follow=True).text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"position": "101"}, "101.0 is greater than the maximum of 100"),
        ({"listened_on": "2999-01-01"}, "is in the future"),
        ({"overrides-1-time": "9:59:59"}, "is after the end of the transcript"),
        ({"overrides-1-segment": "1"}, "either &#x27;index&#x27; or &#x27;time&#x27;"),
        ({"overrides-1-reason": ""}, "&#x27;reason&#x27; is missing"),
        ({"overrides-1-time": "soon"}, "neither seconds nor a clock time"),
    ],
)
def test_errors_are_shown_beside_their_fields(
    admin_client: Client, episode: Episode, change: dict[str, str], told: str
) -> None:
    page = admin_client.post(ADD, typed(episode, **change))

    assert page.status_code == 200
    assert told in page.text
    assert "Please correct the marked fields." in page.text
    assert not Assessment.objects.editorial().exists()


def test_an_uploaded_file_is_validated_like_the_form(
    admin_client: Client, episode: Episode
) -> None:
    document = {
        "position": -40, "lens": "governance", "confidence": "high", "evidence_mode": "talk",
        "bullets": ["A warning."], "assessor": "Maud", "listened_on": "2026-05-02",
    }  # fmt: skip

    def hand_in(name: str, **changes: object) -> str:
        file = SimpleUploadedFile(name, json.dumps(document | changes, indent=1).encode())
        return admin_client.post(ADD, {"by_file": "1", "file": file}, follow=True).text

    assert "line 3: /lens: &#x27;x&#x27; is not valid" in hand_in("a-plain-talk.json", lens="x")
    assert "no episode has the slug" in hand_in("nobody.json")
    assert not Assessment.objects.editorial().exists()
    assert "Saved as a draft" in hand_in("a-plain-talk.json")


def test_publishing_needs_its_permission_and_another_account(episode: Episode) -> None:
    editor = client_with("add_assessment", "view_assessment")
    editor.post(ADD, typed(episode))
    handed = Assessment.objects.editorial().get()
    action = {"action": "publish", "_selected_action": [handed.pk]}

    editor.post("/admin/scoring/assessment/", action)
    assert Assessment.objects.editorial().get().status == "draft"

    User.objects.get().user_permissions.add(Permission.objects.get(codename="publish_assessment"))
    refused = editor.post("/admin/scoring/assessment/", action, follow=True).text
    assert "You submitted this assessment; someone else must publish it." in refused
    assert "published; they now lead" not in refused
    assert Assessment.objects.editorial().get().status == "draft"

    reviewer = client_with("view_assessment", "publish_assessment", name="rita")
    reviewer.post("/admin/scoring/assessment/", action)
    published = Assessment.objects.editorial().get()
    assert published.leads
    line = published.history.filter(status="published").earliest()
    assert (line.history_user, line.history_change_reason) == (
        User.objects.get(username="rita"),
        "Reviewed and published",
    )

    reviewer.post("/admin/scoring/assessment/", action | {"action": "withdraw"})
    assert Assessment.objects.editorial().get().status == "published"
    accept_waiting(episode)
    assert Assessment.objects.editorial().get().status == "draft"


def test_submitting_needs_permission_and_assessments_cannot_be_changed(
    admin_client: Client, episode: Episode
) -> None:
    client = client_with("view_assessment")
    automatic = episode.assessments.get()

    assert client.get(ADD).status_code == 403
    assert client.post(ADD, typed(episode)).status_code == 403
    assert Client().get(ADD).status_code == 302
    change = f"/admin/scoring/assessment/{automatic.pk}/change/"
    assert admin_client.post(change, {"position": "9"}).status_code == 403


def test_two_assessors_are_compared_in_the_admin_and_on_the_page(
    admin_client: Client, episode: Episode
) -> None:
    for assessor, position in (("Maud", "-40"), ("Idris", "-10")):
        admin_client.post(ADD, typed(episode, assessor=assessor, position=position))
    chosen = list(Assessment.objects.editorial().values_list("pk", flat=True))
    reviewer = client_with("view_assessment", "publish_assessment")
    reviewer.post("/admin/scoring/assessment/", {"action": "publish", "_selected_action": chosen})

    sentence = (
        "Idris (−10) and Maud (−40) are 30 points apart, in different bands and with the same"
    )
    admin = admin_client.get(f"/admin/scoring/assessment/{chosen[0]}/change/").text
    with queries(14):  # as an episode page with two editors' assessments, subjects included
        page = admin_client.get(episode.get_absolute_url()).text
    transcript = admin_client.get(episode.transcript_url).text
    assert sentence in admin
    assert sentence in page
    assert "Editor-assessed" in page
    assert "Scorer stance" in page
    assert page.count('Difference from scorer">–<') == 1
    assert admin.count("<td>–</td>") == 1
    assert transcript.count("The darkest.") == 2
    assert "according to Maud; scorer:" in transcript


def test_without_an_automatic_assessment_there_is_no_difference(
    admin_client: Client, episode: Episode
) -> None:
    episode.assessments.all().delete()
    admin_client.post(ADD, typed(episode))
    chosen = Assessment.objects.get().pk
    reviewer = client_with("view_assessment", "publish_assessment")
    reviewer.post("/admin/scoring/assessment/", {"action": "publish", "_selected_action": [chosen]})

    pages = (episode.get_absolute_url(), f"/admin/scoring/assessment/{chosen}/change/")
    for page in (admin_client.get(address).text for address in pages):
        assert "Assessor" in page
        assert "Difference from scorer" not in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_any_number(admin_client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}")

    # session, user, two counts, the rows, the scorers to filter by
    with queries(6):
        admin_client.get("/admin/scoring/assessment/")


def test_the_page_of_an_assessment_publishes_and_withdraws_it(episode: Episode) -> None:
    editor = client_with("add_assessment", "view_assessment", "publish_assessment")
    editor.post(ADD, typed(episode))
    handed = Assessment.objects.editorial().get()
    address = f"/admin/scoring/assessment/{handed.pk}"
    reviewer = client_with("view_assessment", "publish_assessment", name="rita")

    own = editor.get(f"{address}/change/").text
    assert "You submitted this assessment; someone else must publish it." in own
    assert f"{address}/publish/" not in own
    refused = editor.post(f"{address}/publish/", follow=True).text
    assert "You submitted this assessment; someone else must publish it." in refused
    assert f"{address}/publish/" in reviewer.get(f"{address}/change/").text

    page = reviewer.post(f"{address}/publish/", follow=True).text

    handed.refresh_from_db()
    assert (handed.status, handed.leads) == ("published", True)
    assert f"{address}/withdraw/" in page
    assert f"{address}/publish/" not in page
    page = reviewer.post(f"{address}/withdraw/", follow=True).text
    assert "The page will change once a second person accepts it." in page
    handed.refresh_from_db()
    assert (handed.status, handed.leads) == ("published", True)
    accept_waiting(episode)
    handed.refresh_from_db()
    assert (handed.status, handed.leads) == ("draft", False)


def test_an_automatic_assessment_has_no_buttons(episode: Episode) -> None:
    reviewer = client_with("view_assessment", "publish_assessment")
    scored = episode.assessments.get()

    html = reviewer.get(f"/admin/scoring/assessment/{scored.pk}/change/").text

    assert "Publication:" not in html


def test_the_assessor_is_the_public_name_and_never_the_login(episode: Episode) -> None:
    client = client_with("add_assessment", "view_assessment")
    assert client.get(ADD).context["form"]["assessor"].value() == ""

    refused = client.post(ADD, typed(episode, assessor="Edith")).text
    assert "Enter your public name, not your login." in refused
    User.objects.update(first_name="Edith", last_name="Example")

    assert client.get(ADD).context["form"]["assessor"].value() == "Edith Example"
    assert not Assessment.objects.editorial().exists()


@pytest.mark.parametrize("written", ["02/05/2026", "2026-05-02"])
def test_the_date_of_the_calendar_is_accepted(episode: Episode, written: str) -> None:
    # The calendar writes dates as the first format of the site, like other forms of the admin.
    client = client_with("add_assessment", "view_assessment")

    client.post(ADD, typed(episode, listened_on=written))

    assert Assessment.objects.editorial().get().listened_on.isoformat() == "2026-05-02"
