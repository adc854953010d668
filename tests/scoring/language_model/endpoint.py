"""A real OpenAI-compatible HTTP server on this machine, with configurable faults."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scoring.language_model.client import Client, Endpoint
from scoring.language_model.scorer import LanguageModelScorer
from scoring.language_model.whole import WholeConversationReader

WHOLE = {
    "claim": "AI is a danger to us.",
    "topics": ["deceptive alignment", "pauses"],
    "lens": "strategic",
    "split": 12,
    "charge": 61,
    "whole": -57,
}
"""The response about a whole conversation."""


class Clock:
    """A clock that only advances when sleep() is called."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def make_scorer(
    url: str, folder: Path, *, name: str = "reader", per_minute: float = 6e9
) -> tuple[LanguageModelScorer, Clock]:
    clock = Clock()
    client = Client(
        Endpoint(url, name, "secret", per_minute), sleep=clock.sleep, clock=lambda: clock.now
    )
    whole = WholeConversationReader(client, "The codebook of conversations.", folder)
    return LanguageModelScorer(client, "The codebook.", folder, whole=whole), clock


def wrong(content: object) -> tuple[int, dict[str, str], str]:
    """Return a well-formed response with this content instead of an answer."""
    text = content if isinstance(content, str) else json.dumps(content)
    return 200, {}, json.dumps({"choices": [{"message": {"content": text}}]})


class Model:
    """Answers requests about passages by a fixed rule; first returns `faults`, one per request."""

    def __init__(self) -> None:
        self.faults: list[tuple[int, dict[str, str], str]] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.whole: dict[str, Any] = dict(WHOLE)

    def answer(self, body: dict[str, Any]) -> str:
        question = json.loads(body["messages"][1]["content"])
        if "excerpts" in question:
            return json.dumps(self.whole)
        return json.dumps({"passages": [self.judge(each) for each in question["passages"]]})

    def questions(self) -> list[dict[str, Any]]:
        """Return the requests about passages or conversations, in order."""
        return [json.loads(body["messages"][1]["content"]) for body in self.requests]

    def judge(self, passage: dict[str, Any]) -> dict[str, Any]:
        text = passage["text"]
        dark = "danger" in text
        return {
            "index": passage["index"],
            "quotes": ["danger", "never said"] if dark else [],
            "likelihood": [0, 50, 50, 0, 0, 0, 0] if dark else [0, 0, 0, 100, 0, 0, 0],
            "lens": "strategic" if dark else "technical",
        }


@contextmanager
def serve(model: Model) -> Iterator[str]:
    """Serve `model` and yield its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.requests.append(body)
            model.keys.append(self.headers.get("Authorization", ""))
            if model.faults:
                status, headers, text = model.faults.pop(0)
            else:
                message = {"role": "assistant", "content": model.answer(body)}
                status, headers = 200, {}
                text = json.dumps({"choices": [{"index": 0, "message": message}]})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
