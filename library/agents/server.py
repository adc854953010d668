"""Build the MCP server, and run it over stdio or HTTP."""

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
from pydantic import ValidationError

from library.agents import errors, resources
from library.agents.api_client import ApiError, site_address
from library.agents.output_schemas import output_model
from library.agents.post_only import PostOnlyMiddleware
from library.agents.rate_limit import RateLimitMiddleware
from library.agents.tools import TOOLS, Result
from library.api.parameters import hint
from library.http.content_version import release

READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = (
    "A public library of long conversations about AI. Each passage has a score from risk-forward "
    "(-100) to opportunity-forward (+100): what it emphasises, not who is right. Cite passages by "
    "their html_url, which is permanent. If a text is null, the transcript may not be republished; "
    "scores, times and links are still available. Read both sides: get_answering_passages returns "
    "passages from the other side."
)
PATH = "/mcp"
PARAMETERS = {tool.__name__: tuple(signature(tool).parameters) for tool in TOOLS}


class StrictServer(MCPServer[Any]):
    """An MCP server that rejects unknown arguments and reports each error in one sentence.

    The SDK itself ignores unknown arguments.
    """

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        if name not in PARAMETERS:
            text = f"Unknown tool “{name}”. {hint(name, PARAMETERS, 'tools')}"
            raise ToolError(errors.sentence_of(text))
        for argument in arguments:
            if argument not in PARAMETERS[name]:
                text = hint(argument, PARAMETERS[name], "arguments")
                text = f"{name} has no argument “{argument}”. {text}"
                raise ToolError(errors.sentence_of(text))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            # The SDK adds a prefix to tool errors, and reports invalid arguments on several lines.
            if isinstance(error.__cause__, ToolError):
                raise error.__cause__ from None
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(errors.of_arguments(name, error.__cause__)) from None
            raise


def build_server() -> StrictServer:
    """Return the MCP server with all its tools and resources."""
    server = StrictServer(
        name=settings.SITE_NAME,
        instructions=INSTRUCTIONS,
        website_url=site_address(),
        version=release(),
        log_level="WARNING",
    )
    for tool in TOOLS:
        server.add_tool(_as_tool(tool), annotations=READS)
    server.resource(
        "library://episodes/{slug}",
        name="episode",
        description="An episode, as returned by get_episode.",
        mime_type="application/json",
    )(_episode)
    server.resource(
        "library://statistics",
        name="statistics",
        description="Statistics of the library, as returned by library_statistics.",
        mime_type="application/json",
    )(_statistics)
    return server


def serve_stdio() -> None:
    """Serve MCP over stdin and stdout until the client closes them."""
    build_server().run("stdio")


def serve_http(host: str, port: int) -> None:
    """Serve MCP over streamable HTTP at `PATH`.

    Only requests to `host` and to the hosts in ALLOWED_HOSTS are accepted.
    """
    hosts = [*settings.ALLOWED_HOSTS, host]
    app = build_server().streamable_http_app(
        host=host,
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection="*" not in hosts,
            allowed_hosts=[*hosts, *(f"{name}:*" for name in hosts)],
            allowed_origins=[site_address()],
        ),
    )
    # RateLimitMiddleware reads the proxy headers itself, according to PROXIES.
    uvicorn.run(
        RateLimitMiddleware(PostOnlyMiddleware(app, PATH)),
        host=host,
        port=port,
        log_level="warning",
        proxy_headers=False,
    )


def _as_tool(tool: Callable[..., Result]) -> Callable[..., Result]:
    """Wrap `tool` to declare its output schema and to raise API errors as MCP tool errors."""

    @wraps(tool)
    def call(**arguments: Any) -> Result:
        try:
            return tool(**arguments)
        except ApiError as error:
            raise ToolError(errors.of_api(error, arguments)) from None
        finally:
            # Each call may run in a new thread, which opens its own database connection.
            connections.close_all()

    # The SDK derives the output schema from the annotation.
    annotated: Any = call
    annotated.__signature__ = signature(tool).replace(return_annotation=output_model(tool.__name__))
    return call


def _episode(slug: str) -> str:
    try:
        return _as_json(resources.get_episode(slug))
    except ApiError as error:
        raise ResourceNotFoundError(errors.of_api(error, {"slug": slug})) from None
    finally:
        connections.close_all()


def _statistics() -> str:
    try:
        return _as_json(resources.library_statistics())
    finally:
        connections.close_all()


def _as_json(result: Result) -> str:
    return json.dumps(result, ensure_ascii=False)
