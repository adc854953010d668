"""A real HTTP server on this machine that speaks the protocol, and fails when told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Model:
    """Answers about passages by a fixed rule; `faults` are answered first, one a request."""

    def __init__(self) -> None:
        self.faults: list[tuple[int, dict[str, str], str]] = []
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []

    def answer(self, body: dict[str, Any]) -> str:
        passages = json.loads(body["messages"][1]["content"])
        return json.dumps({"passages": [self.judge(passage) for passage in passages]})

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
