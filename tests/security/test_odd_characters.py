"""Characters that XML, an image or a database cannot store do not break responses."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client

from library.agents.api_client import ApiError
from library.agents.resources import get_episode, get_segments
from library.captions import read_transcript
from library.importing.manifest import ManifestError, read_manifest
from library.models import Episode
from library.pages.social_image import ImageContent, draw_image
from library.text.control_characters import on_one_line
from library.text.xml import xml_text
from tests.make import make_assessed

pytestmark = pytest.mark.django_db
ODD = "a\x00\x01\x08\x0b\x1b\x1f\ud800\udfff\ufffe\uffffb"
WORDS = " ".join(f"word{number}" for number in range(1500))
ADMIN_LISTS = [
    "/admin/library/episode/",
    "/admin/library/transcript/",
    "/admin/library/show/",
    "/admin/scoring/assessment/",
    "/admin/auth/user/",
]


def test_only_invalid_xml_characters_are_removed() -> None:
    kept = "a\t\n\r\x20\ud7ff\ue000\ufffd\U00010000\U0010ffff\x7f"

    assert xml_text(kept) == kept
    assert xml_text(ODD) == "ab"


def test_text_is_reduced_to_one_line() -> None:
    assert on_one_line(" a\r\n\x1c\x85\u2028\u2029\ud800 b\x00") == "a b"


@pytest.mark.parametrize(
    "address", ["/feed.rss", "/feed.atom", "/podcast.xml", "/path.xml?tag=testing"]
)
def test_feeds_stay_well_formed(client: Client, address: str) -> None:
    make_assessed("A talk")
    storable = ODD.replace("\x00", "").replace("\ud800", "").replace("\udfff", "")
    Episode.objects.update(
        title=storable, summary=storable, audio_url=f"https://example.org/{storable}.mp3"
    )

    answer = client.get(address)

    assert answer.status_code == 200
    ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_queries_do_not_break_feeds(client: Client, kind: str) -> None:
    for character in ODD:
        asked = client.get(f"/feed.{kind}", {"q": character.encode("utf-8", "replace")})

        if character == "\x00":
            assert asked.status_code == 400
            continue
        assert asked.status_code == 200
        ElementTree.fromstring(asked.content)


@pytest.mark.parametrize("odd", ["a\nb", "a\x1cb", "a\x85b", "a\u2029b", ODD, "\u202e" * 300])
def test_the_image_is_rendered(odd: str) -> None:
    assert draw_image(ImageContent(odd, odd, 12.0, odd)).startswith(b"\x89PNG")


def test_a_site_name_with_a_line_break_is_rendered(settings: LazySettings) -> None:
    settings.SITE_NAME = "Two\nlines"

    assert draw_image(ImageContent("A talk", "A show"))


@pytest.mark.parametrize("address", ADMIN_LISTS)
def test_a_search_in_the_admin_is_limited(admin_client: Client, address: str) -> None:
    many = admin_client.get(address, {"q": WORDS})
    few = admin_client.get(address, {"q": "one two three"})

    assert many.status_code == few.status_code == 200
    assert "uses only the first 30 words" in many.text
    assert "uses only the first" not in few.text


def test_autocompletion_in_the_admin_is_limited(admin_client: Client) -> None:
    named = {"app_label": "library", "model_name": "episode", "field_name": "show"}

    for term in (WORDS, "a\x00b"):
        answer = admin_client.get("/admin/autocomplete/", {**named, "term": term})
        assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/", "/search/", "/feed.rss", "/map/", "/api/v1/episodes/"])
@pytest.mark.parametrize("words", [WORDS, "a OR " * 500, "-a " * 60, '"' * 400])
def test_a_public_search_is_limited(client: Client, address: str, words: str) -> None:
    make_assessed("A talk")

    answer = client.get(address, {"q": words})

    refuses = address.startswith(("/api/", "/feed."))
    assert answer.status_code == (400 if refuses and len(words) > 200 else 200)


@pytest.mark.parametrize("odd", ["9" * 400, "x", "\x00", "-1"])
def test_an_invalid_choice_shows_the_form_again(admin_client: Client, odd: str) -> None:
    said = {"show": odd, "guests": odd, "tags": odd, "shelf": odd, "title": "A talk"}

    answer = admin_client.post("/admin/library/episode/add/", said)

    assert answer.status_code == 200
    assert not Episode.objects.exists()


def test_lone_surrogates_are_removed_from_captions() -> None:
    file = b'{"segments": [{"startTime": 0, "endTime": 5, "body": "a \\ud800 talk"}]}'

    (cue,) = read_transcript(file, "a.json").cues

    assert cue.text == "a talk"


@pytest.mark.parametrize("said", ["\\ud800", "\\u0000", "e" * 300, "<b>"])
def test_an_invalid_language_tag_is_ignored(said: str) -> None:
    file = f'{{"language": "{said}", "segments": [{{"startTime": 0, "body": "a talk"}}]}}'

    assert read_transcript(file.encode(), "a.json").language == ""


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("m.json", "[" * 100_000, "nested too deeply"),
        ("m.json", "9" * 5_000, "too many digits"),
        ("m.csv", "file,show,title\n" + "a" * 200_000 + ",S,T\n", "after line 1: field larger"),
        ("m.csv", f"file,show,title\n{'a' * 300},S,T\n", "not found"),
    ],
)
def test_a_manifest_beyond_the_limits_is_rejected(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(ManifestError, match=told):
        read_manifest(tmp_path / name)


@pytest.mark.parametrize("slug", ["a b", "<x>", "", "a/b", "\ud800", "é"])
def test_invalid_slugs_are_not_found_by_agents(slug: str) -> None:
    for ask in (get_episode, lambda said: get_segments(said, {})):
        with pytest.raises(ApiError) as refused:
            ask(slug)
        assert refused.value.status == 404


@pytest.mark.parametrize("key", ["title", "guests"])
def test_a_manifest_with_invalid_characters_is_rejected(tmp_path: Path, key: str) -> None:
    entry = {"file": "a.vtt", "show": "S", "title": "T", "guests": ["G"]}
    odd = {"title": "a\ud800", "guests": ["a\0"]}
    (tmp_path / "a.vtt").write_text("WEBVTT")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps([entry | {key: odd[key]}]))

    with pytest.raises(
        ManifestError, match=rf"entry 1: '{key}' must not contain the character U\+"
    ):
        read_manifest(manifest)
