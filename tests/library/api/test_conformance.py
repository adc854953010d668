"""Requirements of HTTP and related standards: negotiation, redirects, CORS, errors."""

import re
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from django.test import Client

from library.http.problem_details import PROBLEMS, title_of, type_of
from library.models import Scope
from scoring.core.spectrum import Lens
from tests.make import create_token, make_account, make_assessed
from tests.paths import ROOT

pytestmark = pytest.mark.django_db
LIST = "/api/v1/episodes/"
ELSEWHERE = "https://elsewhere.example"
PREFLIGHT = {
    "origin": ELSEWHERE,
    "access-control-request-method": "GET",
    "access-control-request-headers": "if-none-match, if-modified-since, range",
}
JSON, CSV = "application/json", "text/csv; charset=utf-8"


def client_with(scope: Scope) -> Client:
    _, secret = create_token(make_account("ed", "Editor"), scope)
    return Client(headers={"authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv;q=0.2, application/json", JSON),
        ("application/json;q=0.1, text/csv;q=0.9", CSV),
        ("text/csv;q=0, */*", JSON),
        ("text/csv, */*", CSV),
        ("text/*, application/json;q=0.9", CSV),
        ("*/*;q=0.1, text/csv;q=0.05", JSON),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("text/csv;q=high", CSV),
    ],
)
def test_the_greatest_weight_of_accept_wins(client: Client, accept: str, media_type: str) -> None:
    assert client.get(LIST, headers={"accept": accept})["Content-Type"] == media_type


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "*/*;q=0"])
def test_a_406_lists_the_media_types(client: Client, accept: str) -> None:
    answer = client.get(LIST, headers={"accept": accept})

    assert answer.status_code == 406
    assert answer.json()["detail"].endswith("Available media types: application/json, text/csv.")


def test_the_format_parameter_takes_precedence(client: Client) -> None:
    csv = client.get(f"{LIST}?format=csv", headers={"accept": "application/json"})
    json = client.get(f"{LIST}?format=json", headers={"accept": "text/csv"})

    assert (csv.status_code, csv["Content-Type"]) == (200, CSV)
    assert (json.status_code, json["Content-Type"]) == (200, JSON)


def test_a_405_lists_the_methods(client: Client) -> None:
    answer = client.post(LIST)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["detail"] == ("POST is not allowed. Allowed methods: GET, HEAD, OPTIONS.")


def test_a_415_lists_the_media_types_in_accept() -> None:
    client = client_with(Scope.EPISODES_WRITE)

    answer = client.post("/api/v1/drafts/", "title=x", content_type="image/png")

    assert (answer.status_code, answer["Accept"]) == (415, "application/json")
    assert answer.json()["detail"].endswith("Supported media types: application/json.")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_write_without_the_final_slash_is_redirected_with_its_method(
    client: Client, method: str
) -> None:
    answer = getattr(client, method)("/api/v1/drafts?format=json", "{}", content_type=JSON)

    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/drafts/?format=json")


@pytest.mark.parametrize(
    "address",
    [LIST, "/feed.rss", "/feed.atom", "/podcast.xml", "/path.xml", "/llms.txt", "/oembed"],
)
def test_cross_origin_scripts_can_send_conditional_requests(
    client: Client, settings: LazySettings, address: str
) -> None:
    settings.PAGE_CACHE_SECONDS = 60  # a cached page was stored without the headers
    before = client.get(address)
    answer = client.get(address, headers={"origin": ELSEWHERE})
    allowed = client.options(address, headers=PREFLIGHT)

    assert "Access-Control-Allow-Origin" not in before
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    headers = allowed["Access-Control-Allow-Headers"].lower().split(", ")
    assert {"if-none-match", "if-modified-since", "range"} <= set(headers)


@pytest.mark.parametrize("address", [LIST, "/feed.atom", "/"])
def test_a_304_has_no_content_length(client: Client, settings: LazySettings, address: str) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    etag = client.get(address)["ETag"]

    answer = client.get(address, headers={"if-none-match": etag})

    assert answer.status_code == 304
    assert "Content-Length" not in answer


def test_without_a_token_the_challenge_has_no_error_code(client: Client) -> None:
    answer = client.post("/api/v1/drafts/", {}, content_type=JSON)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="Counterpoint"')


def test_an_invalid_token_is_named_in_the_challenge(client: Client) -> None:
    answer = client.get(LIST, headers={"authorization": "Bearer cpt_none"})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith(
        'Bearer realm="Counterpoint", error="invalid_token", error_description='
    )


def test_a_malformed_header_is_an_invalid_request(client: Client) -> None:
    answer = client.get(LIST, headers={"authorization": "Bearer"})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Counterpoint", error="invalid_request"'


def test_a_missing_scope_is_named_in_the_challenge() -> None:
    client = client_with(Scope.SCORING_RUN)

    answer = client.post("/api/v1/drafts/", {}, content_type=JSON)

    assert answer.status_code == 403
    assert answer["WWW-Authenticate"].endswith('error="insufficient_scope", scope="episodes:write"')


@pytest.mark.parametrize("status", PROBLEMS)
def test_every_type_of_problem_has_a_page(client: Client, status: int) -> None:
    page = client.get(type_of(status))

    assert page.status_code == 200
    assert f"<h1>{status} {title_of(status)}</h1>" in page.content.decode()
    assert type_of(status) in client.get("/problems/").content.decode()


def test_an_error_links_its_page_and_names_the_field(client: Client) -> None:
    answer = client.get(f"{LIST}?year=abc").json()

    assert answer["type"] == "/problems/bad-request/"
    assert answer["detail"] == "year: Enter a whole number."
    assert answer["errors"] == [{"name": "year", "detail": "Enter a whole number."}]


@pytest.mark.parametrize(
    ("sent", "suggested"),
    [("shwo", "show"), ("page", "page_size"), ("zzz", None), ("sort", None), ("score", None)],
)
def test_only_a_similar_parameter_name_is_suggested(
    client: Client, sent: str, suggested: str | None
) -> None:
    detail = client.get(f"{LIST}?{sent}=1").json()["detail"]

    expected = f"Did you mean “{suggested}”?" if suggested else "Available parameters: "
    assert expected in detail


@pytest.mark.parametrize("path", ["/oembed", "/oembed/"])
@pytest.mark.parametrize("ending", ["", "/", "/transcript"])
def test_oembed_accepts_a_missing_slash(client: Client, path: str, ending: str) -> None:
    make_assessed("A talk")

    answer = client.get(path, {"url": f"http://testserver/episodes/a-talk{ending}"})

    assert (answer.status_code, answer.json()["title"]) == (200, "A talk")


FEEDS = ("/feed.rss", "/feed.atom", "/podcast.xml")
REFUSING = (*FEEDS, "/path.xml", "/path.md")


@pytest.mark.parametrize("feed", REFUSING)
@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("band=", "band", "Must not be empty."),
        ("band=mixed&band=risk-forward", "band", "“band” must not be repeated."),
        ("shwo=test-show", "shwo", "Unknown parameter “shwo”. Did you mean “show”?"),
        ("band=risk", "band", "“risk” is not valid; use risk-forward, mixed or"),
        ("year=soon", "year", "Enter a whole number."),
        ("show=test-shwo", "show", "“test-shwo” is not a known show. Did you mean “test-show”?"),
        ("tag=%00", "tag", ""),
    ],
)
def test_a_feed_rejects_an_invalid_filter(
    client: Client, settings: LazySettings, feed: str, query: str, name: str, says: str
) -> None:
    settings.PAGE_CACHE_SECONDS = 60  # the cache removes unknown parameters of other pages
    make_assessed("A talk")

    answer = client.get(f"{feed}?{query}")

    assert answer.status_code == (404 if "not a known" in says else 400)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["name"] == name
    assert says in answer.json()["detail"]


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("query", ["show=test-show&band=mixed", "q=model&tag=", "ordering=title"])
def test_a_feed_accepts_the_filters_of_the_listing(
    client: Client, settings: LazySettings, feed: str, query: str
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")

    answer = client.get(f"{feed}?{query}")

    assert answer.status_code == 200
    assert "A talk" in answer.content.decode()


@pytest.mark.parametrize("feed", FEEDS)
def test_an_episode_without_a_date_has_none_in_any_feed(client: Client, feed: str) -> None:
    make_assessed("A talk", published_on=None)

    xml = client.get(feed).content.decode()

    assert "A talk" in xml
    assert "<pubDate>" not in xml
    assert "<published>" not in xml


def test_sitemap_pages_allow_indexing(client: Client) -> None:
    make_assessed("A talk")
    index = client.get("/sitemap.xml").content.decode()
    maps = re.findall("<loc>http://testserver([^<]+)</loc>", index)
    pages = [
        page
        for each in maps
        for page in re.findall("<loc>http://testserver([^<]+)", client.get(each).content.decode())
    ]

    assert "/episodes/a-talk/" in pages
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "noindex" not in answer.content.decode(), page
        assert "noindex" not in answer.get("X-Robots-Tag", ""), page


@pytest.mark.parametrize("address", [LIST, "/api/v1/segments/", "/api/v1/search/"])
def test_options_lists_the_methods_and_filters(client: Client, address: str) -> None:
    answer = client.options(f"{address}?format=csv")
    told = answer.json()
    parameters = {each["name"]: each for each in told["parameters"]}

    assert (answer.status_code, answer["Allow"]) == (200, "GET, HEAD, OPTIONS")
    assert told["methods"] == ["GET", "HEAD", "OPTIONS"]
    assert parameters["show"]["description"]
    assert parameters["lens"]["values"] == [lens.value for lens in Lens]
    assert {"cursor", "page_size", "fields", "omit", "format"} <= parameters.keys()
    refused = client.get(f"{address}?none=1").json()["detail"]
    assert all(name in refused for name in parameters)


def test_every_operation_of_the_schema_has_a_summary_a_server_and_its_security() -> None:
    schema = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    operations = [each for path in schema["paths"].values() for each in path.values()]

    assert schema["servers"][0]["url"] == "/"
    assert all(each["summary"] for each in operations)
    needs_token = {each["operationId"] for each in operations if each["security"]}
    assert needs_token == {each["operationId"] for each in operations if is_editors(each)}


def is_editors(operation: dict[str, Any]) -> bool:
    return "403" in operation["responses"]
