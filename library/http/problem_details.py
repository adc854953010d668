"""Problem documents (RFC 9457) for errors of the API and other machine-readable endpoints."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"

PROBLEMS = {
    400: "Invalid parameters or fields; `errors` lists them.",
    401: "Missing, invalid, expired or revoked token.",
    403: "The token lacks the required scope, or its owner lacks the permission.",
    404: "Does not exist or is not public.",
    405: "The URL does not support this method. `Allow` lists the supported methods.",
    406: "No response format matches `Accept`; `detail` lists the available ones.",
    409: "Conflicts with the current state. With `Retry-After`, try again after that time.",
    410: "Gone: changes after this cursor have been deleted.",
    412: "Changed since it was read.",
    413: "The body is larger than 25 MB.",
    415: "Unsupported media type. `Accept` lists the supported types.",
    416: "The range starts after the end of the file. `Content-Range` contains the file size.",
    422: "Well-formed but not acceptable; `errors` lists the problems.",
    428: "The `If-Match` header is required.",
    429: "Too many requests. Wait for the number of seconds in `Retry-After`.",
    451: "The publisher does not allow us to republish the transcript.",
    500: "Internal server error. It has been logged.",
    503: "The database is not available. Wait for the number of seconds in `Retry-After`.",
}
"""Explanations of the problem types, by status. Each type has its own page."""

WITHHELD = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS


def title_of(status: int) -> str:
    """Return the reason phrase of a status, the same for all Python versions."""
    renamed = {
        413: "Content Too Large",
        416: "Range Not Satisfiable",
        422: "Unprocessable Content",
    }
    return renamed.get(status) or HTTPStatus(status).phrase


def slug_of(status: int) -> str:
    """Return the slug of a problem: the last part of its `type`."""
    return title_of(status).lower().replace(" ", "-")


def type_of(status: int) -> str:
    """Return the `type` of a problem: the relative URL of the page that explains the problem."""
    return f"/problems/{slug_of(status)}/" if status in PROBLEMS else "about:blank"


def problem(
    status: int,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """Return a problem document; `errors` lists the individual errors."""
    body: dict[str, Any] = {
        "type": type_of(status),
        "title": title_of(status),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return JsonResponse(
        body,
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )
