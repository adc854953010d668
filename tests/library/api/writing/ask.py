"""Requests of a client that writes."""

from typing import Any

from django.test import Client

from tests.make import create_token, make_account

API = "/api/v1"
VTT = b"WEBVTT\n\n" + b"".join(
    b"00:%02d.000 --> 00:%02d.900\n<v Ann>The model number %d was trained on clean data.\n\n"
    % (n, n, n)
    for n in range(1, 40)
)
ASSESSMENT: dict[str, Any] = {
    "position": -40,
    "lens": "governance",
    "confidence": "high",
    "evidence_mode": "interview",
    "bullets": ["A warning."],
    "assessor": "Maud",
    "listened_on": "2026-05-02",
}


class Program:
    """A client that sends a token; `changes` of a request are its headers."""

    def __init__(self, secret: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.secret = secret

    def ask(
        self, method: str, address: str, data: Any = None, *, kind: str = "", **headers: str
    ) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["authorization"] = f"Bearer {self.secret}"
        options: dict[str, Any] = {"headers": sent}
        if kind != "form":
            options["content_type"] = kind or "application/json"
        call = getattr(self.client, method)
        return call(f"{API}{address}", data, **options)


def program(*groups: str, scopes: tuple[str, ...] = (), name: str = "edna") -> Program:
    """Return a client with a token of a new account in these groups."""
    return Program(create_token(make_account(name, *groups), *scopes)[1])
