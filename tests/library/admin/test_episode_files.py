"""Export and import of episodes as CSV and JSON, with a dry run."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library.admin.episode_files import COLUMNS, EpisodeResource, SafeCSV
from library.models import Episode
from tests.make import accept_waiting, make_account, make_assessed, make_draft

pytestmark = pytest.mark.django_db

LIST = "/admin/library/episode/"
CSV_FORMAT, JSON_FORMAT = "0", "1"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_account("edna", "Editor"))
    return client


def export(client: Client, kind: str) -> str:
    form = {"format": kind, "resource": "0"}
    form |= {f"episoderesource_{name}": "on" for name in COLUMNS}
    response = client.post(f"{LIST}export/", form)
    assert response.status_code == 200, response
    return response.content.decode()


def as_csv(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def dry_run(client: Client, text: str, kind: str = CSV_FORMAT) -> Any:
    name = "episodes.csv" if kind == CSV_FORMAT else "episodes.json"
    file = SimpleUploadedFile(name, text.encode())
    form = {"import_file": file, "format": kind, "resource": "0"}
    return client.post(f"{LIST}import/", form)


def confirm(client: Client, shown: Any) -> Any:
    fields = shown.context["confirm_form"].initial
    return client.post(f"{LIST}process_import/", fields)


@pytest.mark.parametrize("kind", [CSV_FORMAT, JSON_FORMAT])
def test_importing_an_export_changes_nothing(editor: Client, kind: str) -> None:
    make_assessed("=SUM(A1) and +1")
    text = export(editor, kind)
    before = Episode.objects.values().get()
    lines = Episode.objects.get().history.count()

    shown = dry_run(editor, text, kind)
    assert shown.context["result"].totals["skip"] == 1
    confirm(editor, shown)

    assert Episode.objects.values().get() == before
    assert Episode.objects.get().history.count() == lines


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_never_formulas(start: str) -> None:
    Episode.objects.filter(pk=make_draft().pk).update(title=f"{start}cmd|' /C calc'!A0")
    data = EpisodeResource().export(Episode.objects.with_lead_assessment())

    written = SafeCSV().export_data(data)

    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    assert row["title"].startswith(f"'{start}")
    assert SafeCSV().create_dataset(written)["title"] == [f"{start}cmd|' /C calc'!A0"]


def test_the_json_file_has_the_position(editor: Client) -> None:
    assessment = make_assessed()

    (row,) = json.loads(export(editor, JSON_FORMAT))

    assert row["slug"] == "a-plain-talk"
    assert (row["show"], row["guests"], row["tags"]) == ("Test Show", "Ada Guest", "testing")
    assert (row["status"], row["band"]) == ("published", assessment.band)


def test_a_dry_run_shows_changes_that_need_confirmation(editor: Client) -> None:
    make_assessed()
    text = as_csv({"slug": "a-plain-talk", "summary": "A new summary.", "status": "draft"})

    shown = dry_run(editor, text)
    assert shown.context["result"].totals["update"] == 1
    assert Episode.objects.get().summary == "Summary of A plain talk."

    confirm(editor, shown)
    assert Episode.objects.get().summary == "Summary of A plain talk."
    accept_waiting(Episode.objects.get())
    episode = Episode.objects.get()
    assert (episode.summary, episode.summary_by) == ("A new summary.", "editor")
    assert episode.status == "published"
    assert str(episode.texts_changed_by) == "edna"
    reason = episode.history.first().history_change_reason
    assert reason == "Change by edna, accepted by rex"


@pytest.mark.parametrize("kind", [CSV_FORMAT, JSON_FORMAT])
@pytest.mark.parametrize("said", [True, False, None])
def test_republication_settings_survive_export_and_import(
    editor: Client, kind: str, said: bool | None
) -> None:
    make_assessed()
    Episode.objects.update(text_may_be_shared=said, text_licence="CC0-1.0")
    text = export(editor, kind)
    Episode.objects.update(text_may_be_shared=not said, text_licence="")

    confirm(editor, dry_run(editor, text, kind))
    accept_waiting(Episode.objects.get())

    episode = Episode.objects.get()
    assert (episode.text_may_be_shared, episode.text_licence) == (said, "CC0-1.0")


@pytest.mark.parametrize("text", ["[[1, 2]]", '["a"]', "[" * 100_000, "7" * 5_000, "{}", "[null]"])
def test_json_that_is_not_a_list_is_rejected_in_the_form(editor: Client, text: str) -> None:
    shown = dry_run(editor, text, JSON_FORMAT)

    assert shown.status_code == 200
    assert shown.context["form"].errors or shown.context["result"].has_errors()


@pytest.mark.parametrize(
    ("name", "odd"),
    [
        ("import_file_name", "passwd"),
        ("import_file_name", "x\0"),
        ("format", "9"),
        ("format", "İ"),
        ("resource", "x"),
    ],
)
def test_only_the_previewed_file_can_be_confirmed(editor: Client, name: str, odd: str) -> None:
    make_draft()
    row = {"slug": "new-talk", "title": "New talk", "show": "Bare Show"}
    shown = dry_run(editor, as_csv(row))
    fields = shown.context["confirm_form"].initial

    answer = editor.post(f"{LIST}process_import/", fields | {name: odd})

    assert answer.status_code == 200
    assert name in answer.context["confirm_form"].errors
    assert Episode.objects.count() == 1


def test_a_preview_can_be_confirmed_only_once(editor: Client) -> None:
    make_draft()
    shown = dry_run(editor, as_csv({"slug": "new", "title": "New", "show": "Bare Show"}))
    confirm(editor, shown)

    assert "Choose the file again" in confirm(editor, shown).text


def test_a_new_row_becomes_a_draft(editor: Client) -> None:
    make_draft()
    row = {"slug": "new-talk", "title": "New talk", "show": "Bare Show", "status": "published"}

    confirm(editor, dry_run(editor, as_csv(row)))

    episode = Episode.objects.get(slug="new-talk")
    assert (episode.title, episode.show.title, episode.status) == ("New talk", "Bare Show", "draft")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"show": "Unknown Show"}, "There is no show named"),
        ({"published_on": "yesterday"}, "could not be parsed"),
        ({"summary_by": "nobody"}, "not a valid choice"),
        ({"title": ""}, "cannot be blank"),
        ({"guests": "Nobody Known"}, "There is no guest named"),
        ({"audio_url": "javascript:alert(1)"}, "valid URL"),
        ({"slug": "Not A Slug"}, "slug"),
    ],
)
def test_one_invalid_row_rejects_the_whole_file(
    editor: Client, bad: dict[str, str], reason: str
) -> None:
    make_draft()
    good = {"slug": "good", "title": "Good", "show": "Bare Show", "published_on": "",
            "summary_by": "editor", "guests": "", "audio_url": ""}  # fmt: skip

    shown = dry_run(editor, as_csv(good, {**good, "slug": "bad", **bad}))

    assert "confirm_form" not in shown.context
    assert reason in shown.content.decode()
    assert Episode.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([{"slug": "a", "tittle": "A"}], "Unknown column"),
        ([{"slug": "a", "title": "A"}, {"slug": "a", "title": "B"}], "occurs twice in the file"),
    ],
)
def test_a_malformed_file_is_rejected(
    editor: Client, rows: list[dict[str, str]], reason: str
) -> None:
    shown = dry_run(editor, as_csv(*rows))

    assert reason in shown.content.decode()
    assert not Episode.objects.exists()


@pytest.mark.parametrize(
    ("groups", "status"),
    [(["Editor"], 200), (["Reviewer"], 200), (["Administrator"], 200), ([], 403)],
)
def test_only_some_groups_import_and_export(client: Client, groups: list[str], status: int) -> None:
    client.force_login(make_account("somebody", *groups))

    assert client.get(f"{LIST}import/").status_code == status
    assert client.get(f"{LIST}export/").status_code == status


def test_anonymous_users_cannot_import_or_export(client: Client) -> None:
    for end in ("import", "export", "process_import"):
        assert client.post(f"{LIST}{end}/")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", ["export/", "import/"])
def test_import_and_export_pages_have_no_inline_scripts_or_styles(
    client: Client, editor: Client, page: str
) -> None:
    html = client.get(f"{LIST}{page}").content.decode()

    assert "<form" in html
    assert re.search(r'\s(?:on[a-z]+|style)="', html) is None


def test_all_errors_are_shown_with_row_and_column(editor: Client) -> None:
    make_draft()
    good = {"slug": "good", "title": "Good", "show": "Bare Show", "guests": "", "video_id": ""}
    rows = [
        {**good, "show": "Unknown Show", "guests": "Ann;Ben"},
        {**good, "slug": "second", "video_id": "https://example.org/talk"},
    ]

    html = dry_run(editor, as_csv(*rows)).content.decode()

    for row, column, message in (
        (1, "show", "There is no show named &#x27;Unknown Show&#x27;."),
        (1, "guests", "There is no guest named &#x27;Ann&#x27; or &#x27;Ben&#x27;."),
        (2, "video_id", "is not a YouTube video"),
    ):
        line = html.split(f'<th scope="row">{row}</th><td>{column}</td><td>')[1]
        assert message in line.split("</td>")[0]


def test_unknown_columns_and_repeated_slugs_are_reported_together(
    editor: Client,
) -> None:
    make_draft()
    row = {"slug": "one", "title": "One", "show": "Bare Show", "colour": "red", "size": "large"}

    html = dry_run(editor, as_csv(row, row)).content.decode()

    for message in (
        "Unknown column &#x27;colour&#x27;.",
        "Unknown column &#x27;size&#x27;.",
        "The slug &#x27;one&#x27; occurs twice in the file, in rows 1, 2.",
    ):
        assert message in html
    for internal in ("Traceback", ".py", "__all__", "ValidationError"):
        assert internal not in html


@pytest.mark.parametrize("text", ["[[1, 2]]", "{"])
def test_an_unreadable_file_is_reported_without_a_python_class(editor: Client, text: str) -> None:
    html = dry_run(editor, text, JSON_FORMAT).content.decode()

    assert "The file is not in the chosen format:" in html
    assert "encountered while trying" not in html


def test_a_video_url_becomes_its_id(editor: Client) -> None:
    make_draft()
    address = "https://www.youtube.com/watch?v=abcdefghijk"
    row = {"slug": "new", "title": "New", "show": "Bare Show", "video_id": address}

    confirm(editor, dry_run(editor, as_csv(row)))

    assert Episode.objects.get(slug="new").video_id == "abcdefghijk"
