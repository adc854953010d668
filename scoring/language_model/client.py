"""Asks an OpenAI-compatible endpoint, patiently."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from scoring.language_model.prompt import SCHEMA

ATTEMPTS = 6
LONGEST_WAIT = 60.0
TIMEOUT = 120.0
WORTH_RETRYING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class EndpointFailed(RuntimeError):
    """The endpoint refuses, or did not answer after every attempt."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is: base URL (ends before `/chat/completions`), its name, and a key."""

    url: str
    model: str
    key: str = ""
    per_minute: float = 60.0


class Client:
    """Sends chats at most so often a minute, and tries again what is worth trying again."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.endpoint = endpoint
        self._sleep, self._clock = sleep, clock
        self._next = 0.0
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._http = httpx.Client(timeout=TIMEOUT, headers=headers, follow_redirects=False)

    def ask(self, messages: Sequence[dict[str, str]]) -> str:
        """Return the content of the model's answer; raise EndpointFailed when there is none."""
        reason = ""
        for attempt in range(ATTEMPTS):
            self._wait_for_turn()
            try:
                response = self._http.post(
                    f"{self.endpoint.url.rstrip('/')}/chat/completions", json=self._body(messages)
                )
            except httpx.TransportError as error:
                reason = f"{type(error).__name__}: {error}"
                self._sleep(_pause(attempt))
                continue
            if response.status_code == httpx.codes.OK:
                return _content(response)
            reason = f"status {response.status_code}"
            if response.status_code not in WORTH_RETRYING:
                break
            self._sleep(_pause(attempt, response.headers.get("Retry-After", "")))
        raise EndpointFailed(f"{self.endpoint.url} gave no answer: {reason}")

    def _body(self, messages: Sequence[dict[str, str]]) -> dict[str, Any]:
        form = {"name": "judgements", "strict": True, "schema": SCHEMA}
        return {
            "model": self.endpoint.model,
            "temperature": 0,
            "messages": list(messages),
            "response_format": {"type": "json_schema", "json_schema": form},
        }

    def _wait_for_turn(self) -> None:
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + 60.0 / self.endpoint.per_minute


def _content(response: httpx.Response) -> str:
    try:
        return str(response.json()["choices"][0]["message"]["content"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise EndpointFailed(f"{response.url} does not speak the protocol: {error!r}") from error


def _pause(attempt: int, asked: str = "") -> float:
    """Return the seconds to wait: what the endpoint asks for, else 1, 2, 4, …"""
    wait = float(asked) if asked.isdigit() else 2.0**attempt
    return min(LONGEST_WAIT, wait)
