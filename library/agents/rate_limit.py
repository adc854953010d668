"""Rate limit of the MCP server. Requests to the API count towards the same limit."""

import asyncio

from django.conf import settings
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from library.api.throttling import RateLimitStatus, count_request
from library.http.client_address import network_of, past_proxies
from library.http.problem_details import problem


class RateLimitMiddleware:
    """ASGI middleware that adds rate limit headers and returns a 429 above the limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = await asyncio.to_thread(
            count_request, f"address:{_address(scope)}", settings.API_RATE
        )

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(status.headers)
            await send(message)

        app = self.app if status.used <= status.limit else _too_many_requests(status)
        await app(scope, receive, send_with_headers)


def _address(scope: Scope) -> str:
    direct = scope["client"][0] if scope["client"] else ""
    forwarded_for = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
    return network_of(past_proxies(direct, forwarded_for))


def _too_many_requests(status: RateLimitStatus) -> Response:
    wait = str(status.reset)
    document = problem(429, f"Too many requests; try again in {wait} seconds.")
    headers = {"Retry-After": wait, "Content-Type": document["Content-Type"]}
    return Response(document.content, document.status_code, headers)
