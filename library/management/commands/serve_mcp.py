from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

EXTRA_MODULES = ("mcp", "mcp_types", "pydantic", "starlette", "uvicorn")


class Command(BaseCommand):
    help = "Run the MCP server on stdio or over HTTP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--http",
            metavar="HOST:PORT",
            help="host and port, e.g. 127.0.0.1:8765; the path is /mcp",
        )

    def handle(self, *args: Any, http: str | None, **options: Any) -> None:
        try:
            server = import_module("library.agents.server")
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in EXTRA_MODULES:
                raise
            raise CommandError(
                'The MCP SDK is not installed: pip install "counterpoint[mcp]"'
            ) from None
        if http is None:
            server.serve_stdio()
            return
        host, _, port = http.rpartition(":")
        if not host or not port.isascii() or not port.isdecimal() or int(port) > 65535:
            raise CommandError(f"--http must be HOST:PORT, e.g. 127.0.0.1:8765, not {http!r}")
        server.serve_http(host.strip("[]"), int(port))
