"""Requests are counted per minute, by token or IP address; headers report the remaining number."""

from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from rest_framework.test import APIRequestFactory

from library.api.throttling import MinuteThrottle

pytestmark = pytest.mark.django_db
LIST = "/api/v1/episodes/"


@pytest.fixture(autouse=True)
def _few(settings) -> None:
    settings.API_RATE, settings.API_TOKEN_RATE = 2, 3


@time_machine.travel("2026-05-01 10:00:20Z", tick=False)
def test_headers_report_the_limit_and_429_has_retry_after(client: Client) -> None:
    first, second, third = (client.get(LIST) for _ in range(3))

    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert (second["RateLimit-Remaining"], second["RateLimit-Reset"]) == ("0", "40")
    assert third.status_code == 429
    assert third["Content-Type"] == "application/problem+json"
    assert 40 <= int(third["Retry-After"]) <= 41
    assert third["RateLimit-Remaining"] == "0"


def test_the_count_restarts_each_minute(client: Client) -> None:
    with time_machine.travel("2026-05-01 10:00:20Z", tick=False) as clock:
        for _ in range(3):
            client.get(LIST)
        clock.shift(40)

        assert client.get(LIST).status_code == 200


@time_machine.travel("2026-05-01 10:00:20Z", tick=False)
def test_addresses_are_counted_separately_and_a_forged_header_has_no_effect(client: Client) -> None:
    for _ in range(2):
        client.get(LIST)

    assert client.get(LIST, REMOTE_ADDR="10.0.0.9").status_code == 200
    assert client.get(LIST, headers={"x-forwarded-for": "10.0.0.8"}).status_code == 429


@time_machine.travel("2026-05-01 10:00:20Z", tick=False)
def test_a_token_has_its_own_count() -> None:
    def ask(token: int | None) -> bool:
        request = SimpleNamespace(
            auth=SimpleNamespace(pk=token) if token else None,
            META={"REMOTE_ADDR": "10.0.0.1"},
            headers={},
            _request=APIRequestFactory().get("/"),
        )
        return MinuteThrottle().allow_request(request, None)  # type: ignore[arg-type]

    assert [ask(7) for _ in range(4)] == [True, True, True, False]
    assert [ask(None) for _ in range(3)] == [True, True, False]


def test_readers_have_no_limit_while_redis_is_down(client: Client, redis_cache_down: None) -> None:
    answers = [client.get(LIST) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert {answer["RateLimit-Remaining"] for answer in answers} == {"2"}
