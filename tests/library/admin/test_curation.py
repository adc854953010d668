"""The admin: pages, permissions and constant numbers of queries."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library.models import Episode, Guest, Job, JobItem, Transcript
from library.services.jobs import NewItem, start_job
from library.services.preview_links import preview_path
from scoring.curation.reader_challenges import decide, take_opinion
from scoring.curation.transcript_edits import Said, mark_speakers
from scoring.curation.workflow import FROM, STEPS
from scoring.models import Assessment, Challenge
from tests.budget import queries
from tests.library.captions.files import word_file
from tests.make import (
    BRIGHT,
    PLAIN,
    correct_cue,
    make_account,
    make_assessed,
    make_draft,
    make_episode,
    make_placed,
    make_ready,
)

pytestmark = pytest.mark.django_db

VTT = b"WEBVTT\n\n" + b"".join(
    b"00:%02d.000 --> 00:%02d.900\n<v Ann>Word %d of a short talk here.\n\n" % (n, n, n)
    for n in range(1, 30)
)
FORM = {
    "title": "A ready talk", "slug": "a-ready-talk", "why_it_matters": "It matters.",
    "why_it_matters_by": "editor", "summary_by": "editor", "editor_note_by": "editor",
}  # fmt: skip


@pytest.fixture
def editor(client: Client) -> User:
    account = make_account("edna", "Editor")
    client.force_login(account)
    return account


def test_the_start_page_counts_each_queue_and_links_to_it(client: Client, editor: User) -> None:
    make_draft()
    make_ready()
    make_assessed("Doubtful", publish=False)
    scored = make_assessed("Far apart", sentences=[PLAIN] * 60).episode
    Assessment.objects.filter(episode=scored).update(leads=False)
    Assessment.objects.create(
        episode=scored, kind="editorial", leads=True, assessor="Eve", position=80.0,
        band="opportunity-forward", lens="societal", confidence="high", evidence_mode="interview",
    )  # fmt: skip
    Episode.objects.filter(slug="a-ready-talk").update(status="in_review")

    html = client.get("/admin/").content.decode()

    for queue, title in (
        ("transcript", "A bare draft"),
        ("gates", "Doubtful"),
        ("review", "A ready talk"),
        ("disagreement", "Far apart"),
    ):
        address = f"/admin/library/episode/?queue={queue}"
        assert address in html
        listed = client.get(address).content.decode()
        assert title in listed
        others = {"A bare draft", "A ready talk"} - {title}
        assert not any(f">{other}</a>" in listed for other in others)


def test_failed_work_is_a_queue_that_opens_the_jobs_it_is_of(client: Client, editor: User) -> None:
    for title in ("Went well", "Went wrong"):
        start_job(Job.Kind.SCORE, title, [NewItem("one", "One"), NewItem("two", "Two")])
    JobItem.objects.filter(job__title="Went wrong").update(state="failed")

    html = client.get("/admin/").content.decode()

    row = html.split("Failed jobs</a>")[1].split("</tr>")[0]
    assert '<td class="number">2</td>' in row
    listed = client.get("/admin/library/job/?failed=yes").content.decode()
    assert listed.count("Went wrong</a>") == 1
    assert "Went well" not in listed


def test_what_readers_sent_is_a_queue_that_opens_what_waits(client: Client, editor: User) -> None:
    lead = make_assessed()
    for kind in (Challenge.Kind.AGREE, Challenge.Kind.DISAGREE):
        take_opinion(lead.episode, lead=lead, kind=kind, words=f"I {kind}.")
    decide(
        Challenge.objects.get(kind=Challenge.Kind.AGREE), state=Challenge.State.ACCEPTED, by=editor
    )

    html = client.get("/admin/").content.decode()

    row = html.split("Reader comments</a>")[1].split("</tr>")[0]
    assert '<td class="number">1</td>' in row
    assert "/admin/scoring/challenge/?state__exact=waiting" in html
    listed = client.get("/admin/scoring/challenge/?state__exact=waiting")
    assert [row.kind for row in listed.context["cl"].result_list] == ["disagree"]


@pytest.mark.parametrize("asked", ["band=mixed", "lens=technical", "confidence=high", "show=x"])
def test_the_list_shows_a_strip_and_filters(client: Client, editor: User, asked: str) -> None:
    make_placed("Left", -60)
    make_placed("Middle", 3)

    html = client.get("/admin/library/episode/").content.decode()
    assert html.count('class="ministrip"') == 2
    assert client.get(f"/admin/library/episode/?{asked}").status_code in (200, 302)
    if asked == "band=mixed":
        listed = client.get(f"/admin/library/episode/?{asked}").content.decode()
        assert "Middle" in listed
        assert ">Left<" not in listed


@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/admin/", 22),
        ("/admin/library/episode/", 9),
        ("/admin/library/transcript/add/", 4),
        ("/admin/scoring/assessment/", 8),
        ("/admin/scoring/assessment/add/", 4),
    ],
)
def test_start_page_and_list_cost_the_same_for_any_library(
    client: Client, editor: User, count: int, address: str, budget: int
) -> None:
    first = make_placed("Number 0", 0)
    Episode.objects.bulk_create(
        Episode(slug=f"n{number}", title=f"Number {number}", show=first.show, status="published")
        for number in range(1, count)
    )
    lead = Assessment.objects.get()
    rows = [
        Assessment(
            episode=episode,
            kind="editorial",
            leads=True,
            assessor="Eve",
            position=0,
            band=lead.band,
            lens=lead.lens,
            confidence="low",
            evidence_mode="interview",
        )
        for episode in Episode.objects.exclude(pk=first.pk)
    ]
    Assessment.objects.bulk_create(rows)
    client.get(address)

    with queries(budget):
        assert client.get(address).status_code == 200


def test_the_form_follows_the_page_and_lists_what_is_missing(client: Client, editor: User) -> None:
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


def test_a_saved_text_is_its_editors_and_in_the_history_and_can_be_restored(
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


def test_restoring_brings_back_guests_and_tags(client: Client, editor: User) -> None:
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


def test_the_drawing_of_the_form_follows_the_score_by_itself(client: Client, editor: User) -> None:
    waiting, scored = make_episode("Unscored", publish=False), make_ready()

    before = client.get(f"/admin/library/episode/{waiting.pk}/change/").content.decode()
    drawn = client.get(f"/admin/library/episode/{scored.pk}/drawing/").content.decode()

    address = f"/admin/library/episode/{waiting.pk}/drawing/"
    assert f'hx-get="{address}" hx-trigger="every 3s"' in before
    assert "The preview appears here after scoring." in client.get(address).content.decode()
    assert drawn.strip().startswith('<section id="drawing"')
    assert 'class="arc"' in drawn
    assert "every 3s" not in drawn


def test_the_workflow_buttons_take_a_step_or_say_every_reason(client: Client, editor: User) -> None:
    ready, draft = make_ready(), make_draft()

    said = client.post(
        f"/admin/library/episode/{draft.pk}/workflow/", {"step": "submit"}, follow=True
    ).content.decode()
    assert "The episode is a draft, but must be scored for this step." in said
    assert "“Summary” is empty; a person must write it." in said
    client.post(f"/admin/library/episode/{ready.pk}/workflow/", {"step": "submit"})

    assert Episode.objects.get(pk=ready.pk).status == "in_review"


def test_a_draft_is_previewed_for_editors_only(client: Client, editor: User) -> None:
    draft = make_ready()
    address = f"/admin/library/episode/{draft.pk}/preview/"

    html = client.get(address).content.decode()
    assert "Perspective map" in html
    assert "Counterbalance on this topic" in html
    assert "Not published." in html
    assert f'value="http://testserver{preview_path(draft)[:20]}' in html
    client.logout()
    assert client.get(address).status_code == 302


def upload(client: Client, episode: Episode, **more: object) -> str:
    data = {"episode": episode.pk, "kind": "publisher", **more}
    return client.post("/admin/library/transcript/add/", data, follow=True).content.decode()


def test_a_transcript_is_previewed_before_anything_is_stored(client: Client, editor: User) -> None:
    draft = make_draft()

    html = upload(client, draft, file=SimpleUploadedFile("talk.vtt", VTT))

    assert not Transcript.objects.exists()
    for part in ("webvtt", "29 cues", "29 with times", "1 segment", "<b>Ann</b>: 1 turn",
                 "Nothing. Every word is in the transcript", "Repairs: none", "failed",
                 "Word 1 of", "Word 29 of"):  # fmt: skip
        assert part in html, part


def test_a_word_file_is_previewed_and_stored_as_its_text(client: Client, editor: User) -> None:
    draft = make_draft()
    data = word_file("Ann: We begin.\nBen: We do.\nAnn: It may help.\nBen: It may hurt.")

    html = upload(client, draft, file=SimpleUploadedFile("talk.docx", data))
    words = html.split('name="text" hidden>')[1].split("</textarea>")[0].strip()
    checksum = html.split('name="checksum" value="')[1].split('"')[0]
    upload(client, draft, text=words, source_name="talk.docx", checksum=checksum, store="1")

    assert "<b>docx</b>: 4 cues" in html
    assert draft.transcripts.get().speakers == ["Ann", "Ben"]


@pytest.mark.django_db(transaction=True)
def test_a_previewed_transcript_is_stored_and_scored_beside_the_old_one(
    client: Client, editor: User
) -> None:
    ready = make_ready()
    html = upload(client, ready, file=SimpleUploadedFile("talk.vtt", VTT))
    checksum = html.split('name="checksum" value="')[1].split('"')[0]

    upload(client, ready, text=VTT.decode(), source_name="talk.vtt", checksum=checksum, store="1")

    stored = ready.transcripts.get(is_current=True)
    assert (stored.source_name, stored.cue_count, stored.checksum) == ("talk.vtt", 29, checksum)
    assert ready.transcripts.count() == 2
    assert stored.assessments.get().leads


def test_other_words_than_those_previewed_are_previewed_again(client: Client, editor: User) -> None:
    draft = make_draft()

    html = upload(client, draft, text=VTT.decode(), checksum="0" * 64, store="1")

    assert "Preview (not saved yet)" in html
    assert not Transcript.objects.exists()


@pytest.mark.parametrize(
    ("sent", "reason"),
    [({}, "Choose a file or paste"), ({"text": "WEBVTT\n\nnothing"}, "pasted text:")],
)
def test_what_cannot_be_read_is_refused_with_one_reason(
    client: Client, editor: User, sent: dict[str, str], reason: str
) -> None:
    assert reason in upload(client, make_draft(), **sent)
    assert not Transcript.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_speakers_are_marked_and_a_cue_corrected_in_the_admin(client: Client, editor: User) -> None:
    draft = make_draft()
    upload(client, draft, file=SimpleUploadedFile("talk.vtt", VTT))
    html = upload(client, draft, file=SimpleUploadedFile("talk.vtt", VTT))
    checksum = html.split('name="checksum" value="')[1].split('"')[0]
    upload(client, draft, text=VTT.decode(), source_name="talk.vtt", checksum=checksum, store="1")
    stored = draft.transcripts.get()
    address = f"/admin/library/transcript/{stored.pk}"

    client.post(f"{address}/speakers/", {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-name": "Ann",
        "form-0-shown_as": "Ann Host", "form-0-role": "host",
    })  # fmt: skip
    assert stored.speaker_marks.get().shown_as == "Ann Host"
    client.post(f"{address}/cues/", {"text-7": "Word seven, corrected.", "speaker-7": "Ann"})

    new = draft.transcripts.get(is_current=True)
    assert new.corrects == stored
    assert "corrected" in new.segments.get().text
    assert new.assessments.get().leads


EDITORS = {"Editor", "Reviewer", "Administrator"}
ACTIONS = [
    ("get", "/admin/library/episode/add/", EDITORS),
    ("get", "/admin/library/episode/{episode}/change/", EDITORS),
    ("get", "/admin/library/episode/{episode}/history/", EDITORS),
    ("get", "/admin/library/episode/{episode}/preview/", EDITORS),
    ("get", "/admin/library/episode/{episode}/drawing/", EDITORS),
    ("get", "/admin/library/episode/{episode}/delete/", {"Administrator"}),
    ("get", "/admin/library/pendingchange/", EDITORS),
    ("get", "/admin/library/transcript/add/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/change/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/speakers/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/cues/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/cues.json", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/download/txt/", EDITORS),
    ("get", "/admin/library/transcript/{transcript}/delete/", {"Administrator"}),
    ("get", "/admin/library/show/add/", EDITORS),
    ("get", "/admin/library/shelf/add/", EDITORS),
    ("get", "/admin/scoring/assessment/add/", EDITORS),
    ("get", "/admin/auth/user/add/", {"Administrator"}),
]


@pytest.mark.parametrize("group", ["anonymous", "none", "Editor", "Reviewer", "Administrator"])
@pytest.mark.parametrize(("method", "address", "allowed"), ACTIONS)
def test_every_screen_opens_for_its_groups_and_no_other(
    client: Client, group: str, method: str, address: str, allowed: set[str]
) -> None:
    episode = make_ready()
    place = address.format(episode=episode.pk, transcript=episode.transcripts.get().pk)
    if group != "anonymous":
        client.force_login(make_account("someone", group))

    status = getattr(client, method)(place).status_code

    expected = 302 if group == "anonymous" else 200 if group in allowed else 403
    assert status == expected


STEPS_OF = {
    "anonymous": set(),
    "none": set(),
    "Editor": {"submit", "withdraw"},
    "Reviewer": {"submit", "withdraw", "return", "publish"},
    "Administrator": set(STEPS),
}
AFTER = {
    "submit": "in_review", "withdraw": "scored", "return": "scored", "publish": "published",
    "archive": "archived", "restore": "scored", "override": "published",
}  # fmt: skip


@pytest.mark.parametrize("group", STEPS_OF)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_by_its_address_is_for_its_groups_only(
    client: Client, group: str, step: str
) -> None:
    episode = make_ready()
    state = FROM[step][0].value
    Episode.objects.update(status=state)
    if group != "anonymous":
        client.force_login(make_account("someone", group))

    client.post(
        f"/admin/library/episode/{episode.pk}/workflow/", {"step": step, "reason": "A test."}
    )

    allowed = step in STEPS_OF[group]
    assert Episode.objects.get().status == (AFTER[step] if allowed else state)


@pytest.mark.parametrize(
    ("group", "waived"), [("anonymous", False), ("Editor", False), ("Reviewer", True)]
)
def test_gates_are_waived_by_reviewers_only(client: Client, group: str, waived: bool) -> None:
    transcript = make_ready(sentences=[PLAIN] * 60).transcripts.get()
    if group != "anonymous":
        client.force_login(make_account("someone", group))

    client.post(f"/admin/library/transcript/{transcript.pk}/waive/", {"reason": "A test."})

    transcript.refresh_from_db()
    assert bool(transcript.gates_waived_reason) == waived
    page = client.get(f"/admin/library/transcript/{transcript.pk}/change/")
    assert ("Take back" in page.text) == waived
    Transcript.objects.update(gates_waived_reason="A test.")
    client.post(f"/admin/library/transcript/{transcript.pk}/unwaive/")
    transcript.refresh_from_db()
    assert bool(transcript.gates_waived_reason) != waived
    if waived:
        history = client.get(f"/admin/library/transcript/{transcript.pk}/history/").text
        assert "Acceptance of failed quality checks taken back: A test." in history


@pytest.mark.parametrize("name", ["show", "shelf", "guest", "tag", "transcript"])
def test_every_history_is_shown_with_who_and_when(client: Client, editor: User, name: str) -> None:
    episode = make_ready()
    row = {
        "show": episode.show,
        "shelf": episode.shelf,
        "guest": episode.guests.get(),
        "tag": episode.tags.get(),
        "transcript": episode.transcripts.get(),
    }[name]

    html = client.get(f"/admin/library/{name}/{row.pk}/history/").content.decode()

    assert "System or management command" in html
    assert f"/admin/library/{name}/{row.pk}/history/{row.history.first().pk}/" in html
    version = client.get(f"/admin/library/{name}/{row.pk}/history/{row.history.first().pk}/")
    assert version.status_code == 200


@pytest.mark.parametrize("name", ["episode", "transcript"])
@pytest.mark.parametrize("word", ["testing", "Test shelf"])
def test_a_search_finds_the_episodes_of_a_show_or_shelf(
    client: Client, editor: User, name: str, word: str
) -> None:
    make_episode("By show and shelf", show="Testing Weekly")
    make_draft("Of another show")

    html = client.get(f"/admin/library/{name}/", {"q": word}).content.decode()

    assert "By show and shelf" in html
    assert "Of another show</a>" not in html


def test_the_state_follows_the_title_in_lists_and_stays_above_forms(
    client: Client, editor: User
) -> None:
    episode = make_ready()
    transcript, assessment = episode.transcripts.get(), episode.assessments.get()

    for app, name, state in (
        ("library", "episode", "Scored"), ("library", "transcript", "Current"),
        ("scoring", "assessment", assessment.get_status_display()),
    ):  # fmt: skip
        row = {"episode": episode, "transcript": transcript, "assessment": assessment}[name]
        columns = client.get(f"/admin/{app}/{name}/").context["cl"].list_display
        first = [column for column in columns if column != "action_checkbox"][:2]
        assert first[1] in ("status", "is_current")
        html = client.get(f"/admin/{app}/{name}/{row.pk}/change/").content.decode()
        assert f'<p class="state-bar"><b>{state}</b>' in html


def test_a_history_compares_whole_texts_by_words(client: Client, editor: User) -> None:
    episode = make_ready()
    long = "word " * 300
    for ending in ("old", "new"):
        episode.summary = f"{long}{ending} end."
        episode.save()

    html = client.get(f"/admin/library/episode/{episode.pk}/history/").content.decode()

    assert f"{long}<del>old</del><ins>new</ins> end." in html


def test_assessments_and_challenges_have_a_history_too(client: Client, editor: User) -> None:
    lead = make_assessed()
    opinion = take_opinion(lead.episode, lead=lead, kind=Challenge.Kind.AGREE, words="Yes.")
    decide(opinion, state=Challenge.State.ACCEPTED, by=editor)

    html = client.get(f"/admin/scoring/challenge/{opinion.pk}/history/").content.decode()
    assert "Decided: accepted" in html
    assert "<ins>Accepted</ins>" in html
    history = client.get(f"/admin/scoring/assessment/{lead.pk}/history/").content.decode()
    record = lead.history.first().pk
    assert f"/admin/scoring/assessment/{lead.pk}/history/{record}/" in history
    version = client.get(f"/admin/scoring/assessment/{lead.pk}/history/{record}/")
    assert version.status_code == 200
    assert "Revert" not in version.content.decode()


def test_corrected_cues_are_compared_by_words_with_who_corrected_them(
    client: Client, editor: User
) -> None:
    first = make_ready().transcripts.get()
    words = first.read_cues()[2].text
    new = correct_cue(first, 3, text=f"{words} Indeed.", speaker="", by=editor)

    html = client.get(f"/admin/library/transcript/{new.pk}/differences/").content.decode()

    assert "Stored by edna" in html
    assert "Cues edited: 1 corrected" in html
    assert "Cue 3" in html
    assert "<ins> Indeed.</ins>" in html
    assert (
        "first transcript of its episode"
        in client.get(f"/admin/library/transcript/{first.pk}/differences/").text
    )
    client.force_login(make_account("stranger"))
    assert client.get(f"/admin/library/transcript/{new.pk}/differences/").status_code == 403


def test_an_earlier_name_and_role_of_a_speaker_are_restored(client: Client, editor: User) -> None:
    episode = make_draft()
    html = upload(client, episode, file=SimpleUploadedFile("talk.vtt", VTT))
    checksum = html.split('name="checksum" value="')[1].split('"')[0]
    upload(client, episode, text=VTT.decode(), source_name="talk.vtt", checksum=checksum, store="1")
    talk = episode.transcripts.get()
    mark_speakers(talk, [Said("Ann", "Ann Host", "host")], by=editor)
    earlier = talk.speaker_marks.get().history.latest().pk
    mark_speakers(talk, [Said("Ann", "Bob", "guest")], by=editor)
    address = f"/admin/library/transcript/{talk.pk}/differences/"

    html = client.get(address).content.decode()
    assert "<del>Ann Host,</del><ins>Bob,</ins> role <del>host</del><ins>guest</ins>" in html
    client.post(address, {"record": earlier})

    mark = talk.speaker_marks.get()
    assert (mark.shown_as, mark.role) == ("Ann Host", "host")
    assert client.post(address, {"record": "x"}).status_code == 404
