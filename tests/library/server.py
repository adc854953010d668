"""A real HTTP server on this machine that returns prepared responses, including faulty ones."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """`pages` maps a path to (status, headers, body); `asked` has each path and its headers.

    `posted` has path, headers and body of each POST; `patience_lost` is set when a slow response
    ends.
    """

    daemon_threads = True
    pages: dict[str, tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, dict[str, str]]]
    posted: list[tuple[str, dict[str, str], bytes]]
    patience_lost = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        if self.path in ("/slow-body", "/slow-headers"):
            self.drip(b"HTTP/1.1 200 OK\r\n" + b"\r\n" * (self.path == "/slow-body"))
            return
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status == 200:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # the other side has hung up, as it should where a body is too large

    def drip(self, beginning: bytes) -> None:
        """Send a byte now and then, for a minute or until the client disconnects."""
        self.wfile.write(beginning)
        for _ in range(1_200):
            try:
                self.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)
        self.server.patience_lost = True

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        sent = (self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length))
        self.server.posted.append(sent)
        if self.path == "/slow-headers":
            self.drip(b"HTTP/1.1 200 OK\r\n")
            return
        if self.path == "/hang-up":
            self.connection.close()
            return
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serve() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.pages, server.asked, server.posted = {}, [], []
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def bomb(size: int) -> bytes:
    return gzip.compress(b"0" * size)
