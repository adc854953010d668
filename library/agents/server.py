"""The server of the Model Context Protocol: the tools, and resources that hold the same."""

import json
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

import uvicorn
from django.conf import settings
from django.db import connections
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations

from library.agents import resources
from library.agents.api_client import Refused, site_address
from library.agents.rate_limit import MinuteLimit
from library.agents.tools import TOOLS, Answer
from library.api.parameters import hint
from library.http.content_version import release

READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = (
    "A public library of long conversations about AI. Each is placed, passage by passage, between "
    "risk-forward (-100) and opportunity-forward (+100): what it puts in the foreground, not who "
    "is right. Quote with the html_url of the passage, which stays. A text of null: its publisher "
    "does not let the words be given on; scores, times and links are there. Read both sides: "
    "get_answering_passages finds what answers a passage from the other one."
)
NOT_THERE = (
    "list_episodes and search_moments give the slugs of what is here, get_segments the indexes of "
    "the segments of an episode; a cursor comes from `next_cursor` of the same question."
)
PATH = "/mcp"
KNOWN = {tool.__name__: tuple(signature(tool).parameters) for tool in TOOLS}


class LibraryServer(MCPServer[Any]):
    """Refuses what a tool does not know, which the SDK would leave out without a word."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        if name not in KNOWN:
            raise ToolError(f"There is no tool “{name}”. {hint(name, KNOWN)}")
        for given in arguments:
            if given not in KNOWN[name]:
                told = hint(given, KNOWN[name])
                raise ToolError(f"{name} has no parameter “{given}”. {told}")
        return await super().call_tool(name, arguments, context)


def build_server() -> LibraryServer:
    """Return the server, with every tool and resource, on no transport yet."""
    server = LibraryServer(
        name=settings.SITE_NAME,
        instructions=INSTRUCTIONS,
        website_url=site_address(),
        version=release(),
        log_level="WARNING",
    )
    for tool in TOOLS:
        server.add_tool(_answering(tool), annotations=READS)
    server.resource(
        "library://episodes/{slug}",
        name="episode",
        description="The page of an episode, as get_episode tells it.",
        mime_type="application/json",
    )(_episode)
    server.resource(
        "library://statistics",
        name="statistics",
        description="The library in numbers, as library_statistics tells it.",
        mime_type="application/json",
    )(_statistics)
    return server


def serve_stdio() -> None:
    """Serve the process that started this one, until it closes the pipe."""
    build_server().run("stdio")


def serve_http(host: str, port: int) -> None:
    """Serve streamable HTTP at `PATH`, to requests for the hosts of ALLOWED_HOSTS alone."""
    hosts = [*settings.ALLOWED_HOSTS, host]
    app = build_server().streamable_http_app(
        host=host,
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection="*" not in hosts,
            allowed_hosts=[*hosts, *(f"{each}:*" for each in hosts)],
            allowed_origins=[site_address()],
        ),
    )
    # Which headers of proxies are believed is for PROXIES to say.
    uvicorn.run(MinuteLimit(app), host=host, port=port, log_level="warning", proxy_headers=False)


def _answering(tool: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return `tool` with its refusals as errors of the protocol that say what to do."""

    @wraps(tool)
    def answer(**given: Any) -> Answer:
        try:
            return tool(**given)
        except Refused as refused:
            hints = f" {NOT_THERE}" if refused.status == 404 else ""
            raise ToolError(f"{refused}{hints}") from None
        finally:
            # Threads come and go; their connections are not left behind.
            connections.close_all()

    return answer


def _episode(slug: str) -> str:
    try:
        return _written(resources.get_episode(slug))
    except Refused as refused:
        raise ResourceNotFoundError(f"{refused} {NOT_THERE}") from None
    finally:
        connections.close_all()


def _statistics() -> str:
    try:
        return _written(resources.library_statistics())
    finally:
        connections.close_all()


def _written(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False)
