"""Hard deadline for HTTP connections.

Socket timeouts restart with every byte, so a slow server could keep a connection open forever.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol


class Trace(Protocol):
    """The type of HTTPX's `trace` request extension."""

    def __call__(self, event: str, info: dict[str, Any]) -> None: ...


@contextmanager
def close_all_at(deadline: float) -> Iterator[Trace]:
    """Yield an HTTPX trace for requests whose connections are closed at `deadline`.

    `deadline` is a value of `time.monotonic()`, in seconds.
    """
    sockets: list[socket.socket] = []

    def close_all() -> None:
        for connection in sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def trace(event: str, info: dict[str, Any]) -> None:
        if event != "connection.connect_tcp.complete":
            return
        # TLS detaches the socket, but shutdown() on a duplicate still ends the connection.
        sockets.append(info["return_value"].get_extra_info("socket").dup())
        if time.monotonic() >= deadline:
            close_all()

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), close_all)
    timer.daemon = True
    timer.start()
    try:
        yield trace
    finally:
        timer.cancel()
        timer.join()
        for connection in sockets:
            connection.close()
