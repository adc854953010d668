"""A WSGI application without a database, whose responses take a fifth of a second."""

import time
from collections.abc import Callable, Iterable
from typing import Any

SECONDS = 0.2


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    environ["wsgi.input"].read()
    time.sleep(SECONDS)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]
