"""The MCP server, called by the SDK's own client over both transports."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from mcp import Client as AgentClient
from mcp import StdioServerParameters
from mcp.shared.exceptions import MCPError

from library.agents.tools import TOOLS
from library.models import Episode
from library.text.number_formats import signed
from tests.library.views.test_views import words_of
from tests.make import make_draft
from tests.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

AGENTS = (ROOT / "docs" / "agents.md").read_text()
HOST = "127.0.0.1:8000"
SLUG = "the-one-way-door"
WITHHELD = "bread-and-benchmarks"
ANSWERED = ("the-other-guest", 5)
"""A passage of the sample that has an answer."""


def ask_api(address: str) -> dict[str, Any]:
    answer = Client(headers={"host": HOST}).get(f"/api/v1/{address}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The sample library in a database that other processes can read."""
    call_command("load_sample", verbosity=0)
    Episode.objects.filter(slug=WITHHELD).update(text_may_be_shared=False)
    make_draft()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        path = tmp_path / "library.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        address = f"sqlite:///{path}"
    else:
        parts = urlsplit(os.environ["DATABASE_URL"])
        address = parts._replace(path=f"/{name}").geturl()
    return {**os.environ, "DATABASE_URL": address, "SITE_ADDRESS": f"http://{HOST}"}


@pytest.fixture
def stdio(environment: dict[str, str]) -> StdioServerParameters:
    command = [str(ROOT / "manage.py"), "serve_mcp"]
    return StdioServerParameters(
        command=sys.executable, args=command, env=environment, cwd=str(ROOT)
    )


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "serve_mcp", "--http", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def http(environment: dict[str, str]) -> Iterator[str]:
    with serving(environment) as address:
        yield address


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


async def call(client: AgentClient, tool: str, **given: object) -> dict[str, Any]:
    result = await client.call_tool(tool, given)
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    assert json.loads(result.content[0].text) == found
    return found


async def refusal(client: AgentClient, tool: str, **given: object) -> str:
    result = await client.call_tool(tool, given)
    assert result.is_error
    text: str = result.content[0].text
    return text


def run(asking: Coroutine[Any, Any, dict[str, Any]]) -> dict[str, Any]:
    return asyncio.run(asking)


async def ask_everything(server: Any) -> dict[str, Any]:
    async with AgentClient(server) as client:
        found = {
            "tools": [tool.name for tool in (await client.list_tools()).tools],
            "search": await call(client, "search_moments", q="model", page_size=3),
            "episodes": await call(client, "list_episodes", band="mixed", ordering="title"),
            "episode": await call(client, "get_episode", slug=SLUG),
            "segments": await call(client, "get_segments", slug=SLUG, page_size=2),
            "statistics": await call(client, "library_statistics"),
            "sides": await call(client, "get_both_sides", topic="dangers of AI"),
        }
        cursor = found["segments"]["next_cursor"]
        found["more"] = await call(client, "get_segments", slug=SLUG, page_size=2, cursor=cursor)
        found["answers"] = {
            place: await call(client, "get_answering_passages", slug=place[0], index=place[1])
            for place in ((SLUG, 1), ANSWERED)
        }
        read = await client.read_resource(f"library://episodes/{SLUG}")
        found["resource"] = json.loads(read.contents[0].text)
        read = await client.read_resource("library://statistics")
        found["resource of statistics"] = json.loads(read.contents[0].text)
        return found


def place_in(cursor: str) -> str:
    """Return the content of a cursor without its signature time."""
    return cursor.split(":")[0]


def check_everything(found: dict[str, Any]) -> None:
    """Check that tools return the API's responses, each list with its scorers, and nothing else."""
    search = ask_api("search/?q=model&page_size=3")
    assert found["search"]["results"] == search["results"] != []
    cursor = parse_qs(urlsplit(search["next"]).query)["cursor"][0]
    assert place_in(found["search"]["next_cursor"]) == place_in(cursor)
    assert set(found["search"]["scored_by"]) == {row["episode"] for row in search["results"]}
    episodes = ask_api("episodes/?band=mixed&ordering=title")
    assert found["episodes"]["results"] == episodes["results"] != []
    assert found["episodes"]["next_cursor"] is None
    episode = ask_api(f"episodes/{SLUG}/")
    lead = found["episode"].pop("scored_by")
    assert found["episode"] == episode
    assert found["resource"] == {**episode, "scored_by": lead}
    assert lead[SLUG]["scorer_version"] == episode["scorer_version"]
    segments = ask_api(f"episodes/{SLUG}/segments/?page_size=4")["results"]
    assert found["segments"]["results"] + found["more"]["results"] == segments
    by = found["segments"]["scored_by"][SLUG]
    assert (by["kind"], by["scorer"]) == ("automatic", "stance")
    assert by["scorer_version"]
    for (slug, index), answers in found["answers"].items():
        same = ask_api(f"episodes/{slug}/segments/{index}/answers/")["results"]
        assert answers["results"] == same
        assert set(answers["scored_by"]) == {slug, *(row["episode"] for row in same)}
    assert found["answers"][ANSWERED]["results"]
    sides = ask_api("subjects/dangers-of-ai/both-sides/")
    assert {**found["sides"], **sides} == found["sides"]
    statistics = ask_api("statistics/")
    assert {**found["statistics"], **statistics} == found["statistics"]
    assert found["statistics"]["scored_by"]["scorer"] == "stance"
    assert found["resource of statistics"] == found["statistics"]


def check_pages(found: dict[str, Any]) -> None:
    """Check that tools return the same values as the linked pages."""
    browser = Client(headers={"host": HOST})
    episode = found["episode"]
    page = browser.get(episode["html_url"].removeprefix(f"http://{HOST}")).text
    assert signed(episode["position"]) in words_of(page)
    assert episode["title"] in words_of(page)
    search = browser.get("/search/?q=model").text
    places = re.findall(r'href="/episodes/([\w-]+)/transcript/[^"#]*#s(\d+)', search)
    rows = [(row["episode"], str(row["index"])) for row in found["search"]["results"]]
    assert list(dict.fromkeys(places))[: len(rows)] == rows
    for row in found["segments"]["results"]:
        address = urlsplit(row["html_url"])
        assert address.netloc == HOST
        assert f'id="{address.fragment}"' in browser.get(address.path).text


def test_tools_over_stdio_match_the_api_and_the_pages(
    stdio: StdioServerParameters,
) -> None:
    found = run(ask_everything(stdio))

    assert found["tools"] == [
        "search_moments",
        "list_episodes",
        "get_episode",
        "get_segments",
        "get_answering_passages",
        "get_both_sides",
        "library_statistics",
    ]
    check_everything(found)
    check_pages(found)


def test_tools_over_http_give_the_same_results(http: str) -> None:
    check_everything(run(ask_everything(http)))


async def ask_amiss(server: Any) -> dict[str, Any]:
    async with AgentClient(server) as client:
        with pytest.raises(MCPError) as nothing:
            await client.read_resource("library://episodes/none")
        return {
            "slug": await refusal(client, "get_episode", slug="none"),
            "draft": await refusal(client, "get_segments", slug="a-bare-draft"),
            "cursor": await refusal(client, "get_segments", slug=SLUG, cursor="zz"),
            "index": await refusal(client, "get_answering_passages", slug=SLUG, index=999),
            "words": await refusal(client, "search_moments", q="x" * 201),
            "order": await refusal(client, "list_episodes", ordering="colour"),
            "band": await refusal(client, "list_episodes", band="dark"),
            "size": await refusal(client, "list_episodes", page_size=101),
            "name": await refusal(client, "search_moments", q="x", shwo="a"),
            "tool": await refusal(client, "get_episodes"),
            "resource": str(nothing.value),
        }


def test_tool_errors_explain_how_to_fix_the_call(http: str) -> None:
    said = run(ask_amiss(http))

    for name in ("slug", "draft", "resource"):
        assert "list_episodes and search_moments return slugs" in said[name]
    assert "get_segments returns" in said["index"]
    assert "`next_cursor`" in said["cursor"]
    for sentence in said.values():
        assert not re.search(r"[.?!]\s|\n|Error executing|https://errors", sentence)
    assert "200" in said["words"]
    assert "“colour” is not valid; use -published_on" in said["order"]
    assert "'risk-forward', 'mixed' or 'opportunity-forward'" in said["band"]
    assert "100" in said["size"]
    assert said["name"] == "search_moments has no argument “shwo”; did you mean “show”?"
    assert "did you mean “get_episode”?" in said["tool"]


async def ask_withheld(server: Any) -> dict[str, Any]:
    async with AgentClient(server) as client:
        return {
            "segments": await call(client, "get_segments", slug=WITHHELD),
            "search": await call(client, "search_moments", q="bread", show="bench-notes"),
        }


def test_tools_do_not_return_withheld_transcripts(
    stdio: StdioServerParameters,
) -> None:
    found = run(ask_withheld(stdio))

    of_search = [row for row in found["search"]["results"] if row["episode"] == WITHHELD]
    for rows in (found["segments"]["results"], of_search):
        assert rows
        for row in rows:
            assert row["text"] is None
            assert row["html_url"].startswith(f"http://{HOST}/episodes/{WITHHELD}/transcript/")


@pytest.mark.parametrize("address", ["8765", "here:there", ":8765", "127.0.0.1:99999"])
def test_an_invalid_address_is_rejected(address: str) -> None:
    with pytest.raises(CommandError, match="HOST:PORT"):
        call_command("serve_mcp", http=address)


def test_a_request_for_another_host_is_rejected(http: str) -> None:
    answer = httpx.post(http, headers={"Host": "evil.example"}, json={})

    assert answer.status_code == 421


def test_get_is_a_405(http: str) -> None:
    answer = httpx.get(http)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_too_many_requests_get_429(environment: dict[str, str]) -> None:
    with serving({**environment, "API_RATE": "2", "REDIS_URL": ""}) as address:
        answers = [httpx.post(address, json={}) for _ in range(5)]

    # A new minute may have begun in between.
    assert 429 in [answer.status_code for answer in answers]
    assert [answer.headers["RateLimit-Limit"] for answer in answers] == ["2"] * 5


def test_the_example_in_the_docs_runs(http: str) -> None:
    example = re.search(r"```python\n(.*?)```", AGENTS, re.DOTALL)
    assert example
    code = example.group(1).replace("http://127.0.0.1:8765/mcp", http)

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    for line in done.stdout.splitlines():
        assert re.fullmatch(rf"-\d+\.\d+ .* http://{HOST}/episodes/.*#s\d+.*", line)
    assert done.stdout


def test_the_docs_list_every_tool() -> None:
    named = re.findall(r"^\| `([a-z_]+)` \|", AGENTS, re.MULTILINE)

    assert named == [tool.__name__ for tool in TOOLS]


def test_the_command_explains_how_to_install_the_missing_extra() -> None:
    code = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['manage.py', 'serve_mcp'];"
        "from django.core.management import execute_from_command_line as run; run(sys.argv)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert 'pip install "counterpoint[mcp]"' in done.stderr
    assert "Traceback" not in done.stderr
