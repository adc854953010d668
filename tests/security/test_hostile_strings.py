"""Hostile strings through every input: no server error, nothing unescaped, nothing slow.

Each string goes through every kind of input; the inputs of one kind take turns. HOSTILE_STRINGS
sets the number of strings; `make fuzz` uses 20,000.
"""

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import process_time
from urllib.parse import quote_from_bytes
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from library.captions import TranscriptError, read_transcript
from library.models import Episode
from tests.make import BRIGHT, DARK, PLAIN, make_assessed
from tests.security.hostile import KINDS, MARK, as_bytes, captions, form, hostile

pytestmark = pytest.mark.django_db
NUMBER = int(os.environ.get("HOSTILE_STRINGS", "240"))
CHUNK = max(60, NUMBER // 80)
CHUNKS = [range(start, min(start + CHUNK, NUMBER)) for start in range(0, NUMBER, CHUNK)]
MOST_SECONDS = 1.0
LOADED: list[int] = []
FORM = "application/x-www-form-urlencoded"
FILTERS = ("q", "show", "shelf", "guest", "tag", "band", "lens", "year", "ordering", "page",
           "has_transcript", "assessed_by_editor", "speaker", "view", "by", "from", "to", "t",
           "topic", "steps", "lens_of", "sent", "url", "format", "maxwidth")  # fmt: skip
PAGES = ("/", "/search/", "/map/", "/path/", "/path.xml", "/path.md", "/feed.rss", "/feed.atom",
         "/podcast.xml", "/balance/", "/your-balance/", "/shows/test-show/", "/guests/", "/oembed",
         "/episodes/a-talk/", "/episodes/a-talk/transcript/", "/episodes/a-talk/changes/",
         "/embed/episodes/a-talk/", "/styleguide/", "/episodes/a-talk/opinion/",
         "/episodes/a-talk/transcript/1/answers/")  # fmt: skip
API = ("", "episodes/", "segments/", "search/", "map/", "shows/", "guests/", "episodes/a-talk/",
       "episodes/a-talk/segments/", "episodes/a-talk/mirror-picks/", "episodes/a-talk/related/",
       "episodes/a-talk/transcript/cues/", "segments/export/", "statistics/")  # fmt: skip
PARAMETERS = ("q", "fields", "omit", "cursor", "page_size", "format", "show", "band", "lens",
              "year", "ordering", "min_score", "speaker", MARK)  # fmt: skip
SHOWING = ("/", "/episodes/hostile/transcript/", "/episodes/hostile/picture.png", "/feed.rss",
           "/feed.atom", "/podcast.xml", "/api/v1/episodes/hostile/")  # fmt: skip
PLACES = ("/{}/", "/episodes/{}/", "/shows/{}/", "/api/v1/episodes/{}/", "/api/{}",
          "/episodes/a-talk/transcript.{}", "/admin/library/episode/{}/change/")  # fmt: skip
LISTS = ("library/episode", "library/transcript", "library/segment", "library/show", "library/job",
         "scoring/assessment", "scoring/challenge", "scoring/mirroroverride", "auth/user",
         "library/webhook", "library/feed", "otp_totp/totpdevice")  # fmt: skip
LOOKUPS = ("q", "p", "o", "e", "all", "status", "status__exact", "show__id__exact", "show",
           "_changelist_filters", "queue", "published_on__year", MARK)  # fmt: skip
FORMS = {
    "/admin/library/show/add/": ("title", "slug", "description", "url", "feed_url"),
    "/admin/library/guest/add/": ("name", "slug"),
    "/admin/library/episode/add/": ("title", "slug", "summary", "why_it_matters", "editor_note",
                                    "published_on", "audio_url", "video_id", "guests", "show"),
    "/admin/library/transcript/add/": ("text", "source_name", "kind", "episode", "checksum"),
    "/admin/library/feed/add/": ("url", "most_new", "show"),
    "/admin/library/webhook/add/": ("url", "secret", "events"),
    "/admin/scoring/mirroroverride/add/": ("reason", "first", "second", "kind"),
    "/admin/scoring/assessment/add/": ("assessor", "listened_on", "position", "lens", "bullets"),
    "/admin/auth/user/add/": ("username", "password1", "password2"),
    "/admin/login/": ("username", "password", "next"),
    "/episodes/a-talk/opinion/": ("kind", "words", "opened", "website"),
    "/episodes/a-talk/transcript/1/challenge/": ("proposed", "words", "opened"),
}  # fmt: skip
UPLOADS = ("/admin/library/transcript/add/", "/admin/scoring/assessment/add/")


@pytest.fixture(autouse=True)
def _no_slow_statement(db: None) -> None:
    # PostgreSQL spends time that no clock of this process counts.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [f"{MOST_SECONDS}s"])


@pytest.fixture(autouse=True)
def _library(client: Client, admin_client: Client) -> None:
    make_assessed("A talk", sentences=[PLAIN, DARK, BRIGHT] * 30)
    if not LOADED:
        # What a process loads once counts for no string.
        for address in (*PAGES, *FORMS, *(f"/admin/{each}/" for each in LISTS)):
            LOADED.append(admin_client.get(address).status_code)
        for kind in KINDS:
            read_transcript(captions(kind, PLAIN), f"a.{kind.rpartition('.')[2]}")
        client.get("/episodes/a-talk/picture.png")


@contextmanager
def in_time(number: int) -> Iterator[None]:
    # Collecting the garbage of thousands of earlier requests says nothing about this one.
    gc.disable()
    try:
        begun = process_time()
        yield
        spent = process_time() - begun
    finally:
        gc.enable()
    assert spent < MOST_SECONDS, f"string {number} took {spent:.2f} s"


def check(answer: HttpResponse, number: int) -> None:
    """Check a response: no server error, no mark in HTML or XML, valid JSON."""
    # 501 is what oEmbed says to a format that it does not have.
    oembed = answer.wsgi_request.path == "/oembed"
    assert answer.status_code < 500 or (oembed and answer.status_code == 501), number
    kind = answer["Content-Type"] if answer.has_header("Content-Type") else ""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "html" in kind or "xml" in kind or not kind:
        assert MARK.encode() not in body, number
    if "xml" in kind and body:
        ElementTree.fromstring(body)
    if kind.startswith(("application/json", "application/problem+json")):
        json.loads(body)
    assert "Set-Cookie: a=b" not in str(answer.headers)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def chosen(names: tuple[str, ...], number: int, step: int = 1) -> str:
    return names[number // step % len(names)]


@pytest.mark.parametrize("numbers", CHUNKS, ids=str)
def test_every_caption_format_is_parsed_or_rejected(numbers: range) -> None:
    for number in numbers:
        text = hostile(number, most=20_000)
        for kind in KINDS:
            for data in (captions(kind, text), as_bytes(text, number)):
                with in_time(number), suppress(TranscriptError):
                    read = read_transcript(data, f"a.{kind.rpartition('.')[2]}")
                    said = "".join(cue.text + cue.speaker for cue in read.cues)
                    assert b"\0" not in said.encode(), number


@pytest.mark.parametrize("numbers", CHUNKS, ids=str)
def test_imported_text_is_escaped(client: Client, tmp_path: Path, numbers: range) -> None:
    for number in numbers:
        text = hostile(number)
        kind = chosen(KINDS, number)
        file = tmp_path / f"talk.{kind.rpartition('.')[2]}"
        file.write_bytes(captions(kind, text))
        short = text[:100] if number % 2 else "A title"
        entry = {"file": file.name, "show": short, "title": short, "summary": text[:900],
                 "guests": [short], "tags": [short], "shelf": short, "slug": "hostile",
                 "audio": "", "editor_note": text}  # fmt: skip
        manifest = tmp_path / "manifest.json"
        manifest.write_text(json.dumps([entry]))
        with undone():
            with in_time(number), suppress(CommandError):
                call_command("import_transcripts", manifest, "--publish")
            if Episode.objects.filter(slug="hostile").exists():
                for address in ("/episodes/hostile/", chosen(SHOWING, number)):
                    with in_time(number):
                        check(client.get(address), number)


@pytest.mark.parametrize("numbers", CHUNKS, ids=str)
def test_public_pages_and_their_filters_are_safe(client: Client, numbers: range) -> None:
    for number in numbers:
        text = as_bytes(hostile(number), number)
        name, other = chosen(FILTERS, number), chosen(FILTERS, number, len(FILTERS))
        asked = form({name: text, other: text[:40]})
        place = chosen(PLACES, number, 3).format(quote_from_bytes(text, safe=""))
        page = f"{chosen(PAGES, number)}?{asked}&q={quote_from_bytes(text)}"
        for address in (f"/search/?q={quote_from_bytes(text)}", page if number % 3 else place):
            with in_time(number):
                check(client.get(address), number)


@pytest.mark.parametrize("numbers", CHUNKS, ids=str)
def test_the_api_is_safe(client: Client, numbers: range) -> None:
    for number in numbers:
        text = as_bytes(hostile(number), number)
        name = chosen(PARAMETERS, number)
        address = f"/api/v1/{chosen(API, number, len(PARAMETERS))}"
        with in_time(number):
            check(client.get(f"{address}?{form({name: text})}"), number)
        with in_time(number):
            if number % 2:
                asked = f"/api/v1/search/?q={quote_from_bytes(text[:199])}"
                check(client.get(asked), number)
            else:
                sent = client.generic("POST", address, text, content_type="application/json")
                check(sent, number)


@pytest.mark.parametrize("numbers", CHUNKS, ids=str)
def test_lists_and_searches_of_the_admin_are_safe(admin_client: Client, numbers: range) -> None:
    for number in numbers:
        text = as_bytes(hostile(number), number)
        address = f"/admin/{chosen(LISTS, number)}/"
        name = chosen(LOOKUPS, number, len(LISTS))
        found = {"app_label": "library", "model_name": "episode", "field_name": "show"}
        turns = (
            f"{address}?{form({'q': text})}",
            f"{address}?{form({name: text})}",
            f"/admin/autocomplete/?{form({**found, 'term': text})}",
        )
        with in_time(number):
            check(admin_client.get(chosen(turns, number, 5)), number)


@pytest.mark.parametrize("numbers", CHUNKS, ids=str)
def test_forms_are_safe(admin_client: Client, numbers: range) -> None:
    for number in numbers:
        text = hostile(number)
        address, names = list(FORMS.items())[number % len(FORMS)]
        values = {name: as_bytes(text[: 100 if number % 2 else None], number) for name in names}
        whole = dict.fromkeys(names, b"1") | {names[0]: values[names[0]]}
        with undone(), in_time(number):
            said = form(whole if number % 5 < 2 else values)
            check(admin_client.post(address, said, content_type=FORM, follow=True), number)
        file = SimpleUploadedFile(f"{text[:60]}.json", captions(chosen(KINDS, number), text))
        filled = {"episode": Episode.objects.get().pk, "kind": "publisher", "by_file": "1"}
        address = chosen(UPLOADS, number, 2)
        with undone(), in_time(number), suppress(UnicodeEncodeError):  # the client's own, of names
            check(admin_client.post(address, {**filled, "file": file}, follow=True), number)
