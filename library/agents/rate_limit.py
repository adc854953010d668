"""How often one address may ask the server for agents: as often as the API, counted together."""

import asyncio

from django.conf import settings
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from library.api.throttling import Allowance, count_request
from library.http.client_address import past_proxies
from library.http.problem_details import problem


class MinuteLimit:
    """ASGI middleware: tells each answer's rest of the minute, and answers 429 where none is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        allowance = await asyncio.to_thread(
            count_request, f"address:{_address(scope)}", settings.API_RATE
        )

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(allowance.headers)
            await send(message)

        app = self.app if allowance.used <= allowance.limit else _refusal(allowance)
        await app(scope, receive, send_counted)


def _address(scope: Scope) -> str:
    direct = scope["client"][0] if scope["client"] else ""
    return past_proxies(direct, ",".join(Headers(scope=scope).getlist("x-forwarded-for")))


def _refusal(allowance: Allowance) -> Response:
    wait = str(allowance.reset)
    said = problem(429, f"Too many requests; ask again in {wait} seconds.")
    headers = {"Retry-After": wait, "Content-Type": said["Content-Type"]}
    return Response(said.content, said.status_code, headers)
