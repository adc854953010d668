"""An end to connections: at a moment, and not only after a silence.

Timeouts of sockets begin anew with each byte, so that who sends one every few seconds holds the
reader for as long as he likes.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol


class Trace(Protocol):
    """What HTTPX tells of its steps to the request's extension `trace`."""

    def __call__(self, event: str, info: dict[str, Any]) -> None: ...


@contextmanager
def shut_at(deadline: float) -> Iterator[Trace]:
    """Yield a trace: every connection that it is told of ends at `deadline`, a monotonic time."""
    doors: list[socket.socket] = []

    def shut() -> None:
        for door in doors:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)

    def note(event: str, info: dict[str, Any]) -> None:
        if event != "connection.connect_tcp.complete":
            return
        # A copy: TLS takes the socket itself away, and its connection ends with any copy.
        doors.append(info["return_value"].get_extra_info("socket").dup())
        if time.monotonic() >= deadline:
            shut()

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield note
    finally:
        timer.cancel()
        timer.join()
        for door in doors:
            door.close()
