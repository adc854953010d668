"""A server without sessions refuses all methods but POST."""

import asyncio

import httpx
import pytest
from starlette.responses import PlainTextResponse

from library.agents.post_only import PostOnlyMiddleware


def ask(method: str, path: str = "/mcp") -> httpx.Response:
    async def asking() -> httpx.Response:
        app = PostOnlyMiddleware(PlainTextResponse("answered"), "/mcp")
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://library") as client:
            return await client.request(method, path)

    return asyncio.run(asking())


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_other_methods_get_405_with_the_allowed_method(method: str) -> None:
    answer = ask(method)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith(f"{method} is not allowed.")


def test_post_and_other_paths_pass() -> None:
    assert ask("POST").text == "answered"
    assert ask("GET", "/elsewhere").text == "answered"
