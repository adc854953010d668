"""Agents over HTTP share the API's rate limit, by client address behind trusted proxies."""

import asyncio

import httpx
import pytest
import time_machine
from django.test import Client
from starlette.responses import PlainTextResponse

from library.agents.rate_limit import RateLimitMiddleware

pytestmark = pytest.mark.django_db
LIST = "/api/v1/episodes/"
AGENT = "10.0.0.9"


@pytest.fixture(autouse=True)
def _few(settings) -> None:
    settings.API_RATE = 2


@pytest.fixture(autouse=True)
def _at_one_time() -> None:
    with time_machine.travel("2026-05-01 10:00:20Z", tick=False):
        yield


def ask(address: str = AGENT, *, forwarded_for: tuple[str, ...] = ()) -> httpx.Response:
    async def asking() -> httpx.Response:
        app = RateLimitMiddleware(PlainTextResponse("answered"))
        transport = httpx.ASGITransport(app, client=(address, 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://library") as client:
            named = [("X-Forwarded-For", each) for each in forwarded_for]
            return await client.post("/mcp", json={}, headers=named)

    return asyncio.run(asking())


def test_headers_report_the_limit_and_429_has_retry_after() -> None:
    first, second, third = (ask() for _ in range(3))

    assert (first.text, first.headers["RateLimit-Remaining"]) == ("answered", "1")
    assert (second.text, second.headers["RateLimit-Reset"]) == ("answered", "40")
    assert (third.status_code, third.headers["Retry-After"]) == (429, "40")
    assert third.headers["Content-Type"] == "application/problem+json"
    assert third.json()["detail"] == "Too many requests; try again in 40 seconds."


def test_requests_to_the_api_count_too(client: Client) -> None:
    client.get(LIST, REMOTE_ADDR=AGENT)
    ask()

    assert ask().status_code == 429
    assert ask("10.0.0.10").status_code == 200


def test_a_forged_header_has_no_effect() -> None:
    assert [ask(forwarded_for=(f"10.0.1.{n}",)).status_code for n in range(3)] == [200, 200, 429]


def test_behind_a_proxy_the_last_entry_is_the_address(settings) -> None:
    settings.PROXIES = 1

    asked = [ask(forwarded_for=("1.1.1.1", f"10.0.2.{n}")).status_code for n in range(3)]
    again = [ask(forwarded_for=(f"1.1.1.{n}", "10.0.2.0")).status_code for n in range(2)]

    assert asked == [200, 200, 200]
    assert again == [200, 429]


def test_agents_have_no_limit_while_redis_is_down(redis_cache_down: None) -> None:
    assert [ask().text for _ in range(4)] == ["answered"] * 4
