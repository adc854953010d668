"""The form of an episode: texts, preview, workflow and older versions."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, Guest
from library.services.preview_links import preview_path
from tests.make import (
    BRIGHT,
    PLAIN,
    make_assessed,
    make_draft,
    make_episode,
    make_ready,
)

pytestmark = pytest.mark.django_db


FORM = {
    "title": "A ready talk", "slug": "a-ready-talk", "why_it_matters": "It matters.",
    "why_it_matters_by": "editor", "summary_by": "editor", "editor_note_by": "editor",
}  # fmt: skip


def test_the_form_has_the_order_of_the_page_and_lists_missing_texts(
    client: Client, editor: User
) -> None:
    draft = make_assessed("A talk", publish=False, sentences=[PLAIN, BRIGHT] * 60).episode

    html = client.get(f"/admin/library/episode/{draft.pk}/change/").content.decode()

    order = ["id_title", "id_why_it_matters", "id_summary", "Preview: perspective map",
             'class="arc', "id_editor_note", "id_tags", "id_video_id"]  # fmt: skip
    places = [html.index(part) for part in order]
    assert places == sorted(places)
    assert "“Why this matters” is empty; a person must write it." in html
    assert "The transcript failed a quality check." in html
    assert "style=" not in html
    assert "<script>" not in html


def test_a_saved_text_is_attributed_to_its_editor_and_can_be_restored(
    client: Client, editor: User
) -> None:
    episode = make_ready()
    address = f"/admin/library/episode/{episode.pk}"
    data = {**FORM, "show": episode.show_id, "guests": [], "tags": []}
    client.post(f"{address}/change/", {**data, "summary": "First."})
    client.post(f"{address}/change/", {**data, "summary": "Second."})
    episode.refresh_from_db()
    assert (episode.summary, episode.texts_changed_by) == ("Second.", editor)

    html = client.get(f"{address}/history/").content.decode()
    assert "<del>First.</del><ins>Second.</ins>" in html
    assert "style=" not in html

    old = episode.history.filter(summary="First.").latest()
    Episode.objects.update(status="in_review")
    shown = client.get(f"{address}/history/{old.pk}/").content.decode()
    assert "First." in shown
    client.post(f"{address}/history/{old.pk}/", {**data, "summary": "First."})

    episode.refresh_from_db()
    # The state is not restored with the text: that is the workflow's.
    assert (episode.summary, episode.status) == ("First.", "in_review")


def test_restoring_a_version_restores_guests_and_tags(client: Client, editor: User) -> None:
    episode = make_ready()
    ada, other = episode.guests.get(), Guest.objects.create(name="Bea", slug="bea")
    address = f"/admin/library/episode/{episode.pk}"
    data = {**FORM, "show": episode.show_id, "summary": "One."}
    client.post(f"{address}/change/", {**data, "guests": [ada.pk], "tags": []})
    client.post(f"{address}/change/", {**data, "guests": [other.pk], "tags": []})
    old = episode.history.filter(historicalepisode_guests__guest=ada).latest()

    shown = client.get(f"{address}/history/{old.pk}/").context["adminform"].form

    assert shown["guests"].value() == [ada.pk]
    client.post(f"{address}/history/{old.pk}/", {**data, "guests": shown["guests"].value()})
    assert list(episode.guests.all()) == [ada]


def test_the_preview_on_the_form_updates_after_scoring(client: Client, editor: User) -> None:
    waiting, scored = make_episode("Unscored", publish=False), make_ready()

    before = client.get(f"/admin/library/episode/{waiting.pk}/change/").content.decode()
    drawn = client.get(f"/admin/library/episode/{scored.pk}/drawing/").content.decode()

    address = f"/admin/library/episode/{waiting.pk}/drawing/"
    assert f'hx-get="{address}" hx-trigger="every 3s"' in before
    assert "The preview appears here after scoring." in client.get(address).content.decode()
    assert drawn.strip().startswith('<section id="drawing"')
    assert 'class="arc"' in drawn
    assert "every 3s" not in drawn


def test_a_workflow_button_takes_a_step_or_shows_every_reason(client: Client, editor: User) -> None:
    ready, draft = make_ready(), make_draft()

    said = client.post(
        f"/admin/library/episode/{draft.pk}/workflow/", {"step": "submit"}, follow=True
    ).content.decode()
    assert "The episode is a draft, but must be scored for this step." in said
    assert "“Summary” is empty; a person must write it." in said
    client.post(f"/admin/library/episode/{ready.pk}/workflow/", {"step": "submit"})

    assert Episode.objects.get(pk=ready.pk).status == "in_review"


def test_only_editors_can_preview_a_draft(client: Client, editor: User) -> None:
    draft = make_ready()
    address = f"/admin/library/episode/{draft.pk}/preview/"

    html = client.get(address).content.decode()
    assert "Perspective map" in html
    assert "Counterbalance on this topic" in html
    assert "Not published." in html
    assert f'value="http://testserver{preview_path(draft)[:20]}' in html
    client.logout()
    assert client.get(address).status_code == 302
