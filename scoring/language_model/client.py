"""Client for an OpenAI-compatible endpoint, with a rate limit and retries."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

ATTEMPTS = 6
"""Maximum number of attempts to send a request."""
ANSWERS = 3
"""Maximum number of attempts to get a valid response to a question."""
MAX_WAIT = 60.0
TIMEOUT = 120.0
WORTH_RETRYING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})

Messages = Sequence[dict[str, str]]
T = TypeVar("T")


class EndpointFailed(RuntimeError):
    """The endpoint returned no usable response, even after retries."""


class BadAnswer(ValueError):
    """The model's response has the wrong format; another attempt can succeed."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Base URL (without `/chat/completions`), model name, API key and request limit per minute."""

    url: str
    model: str
    key: str = ""
    per_minute: float = 60.0


class Client:
    """Sends chat requests at a limited rate, and retries them after transient errors."""

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

    def answer(self, messages: Messages, schema: dict[str, Any], read: Callable[[str], T]) -> T:
        """Request a response that follows the JSON `schema`, and return it as parsed by `read`.

        If `read` raises BadAnswer, the request is repeated. Raises EndpointFailed if no attempt
        succeeds.
        """
        reason = ""
        for _ in range(ANSWERS):
            content = self._send(messages, schema)
            try:
                return read(content)
            except BadAnswer as error:
                reason = str(error)
        raise EndpointFailed(
            f"{self.endpoint.model} gave no valid response in {ANSWERS} attempts: {reason}"
        )

    def _send(self, messages: Messages, schema: dict[str, Any]) -> str:
        """Send a request, with retries, and return the response text. Raises EndpointFailed."""
        reason = ""
        for attempt in range(ATTEMPTS):
            self._wait_for_turn()
            try:
                response = self._http.post(
                    f"{self.endpoint.url.rstrip('/')}/chat/completions",
                    json=self._body(messages, schema),
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
        raise EndpointFailed(f"{self.endpoint.url} failed: {reason}")

    def _body(self, messages: Messages, schema: dict[str, Any]) -> dict[str, Any]:
        form = {"name": "judgements", "strict": True, "schema": schema}
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
        raise EndpointFailed(f"{response.url}: unexpected response format: {error!r}") from error


def _pause(attempt: int, retry_after: str = "") -> float:
    """Return the seconds to wait: `Retry-After` if present, else 1, 2, 4, …, up to `MAX_WAIT`."""
    wait = float(retry_after) if retry_after.isdigit() else 2.0**attempt
    return min(MAX_WAIT, wait)
