"""Error responses for the OpenAPI schema."""

from typing import Any

from library.captions.excerpts import REASON
from library.http.problem_details import title_of

PROBLEMS = {
    400: "Invalid parameters or fields; `errors` lists them.",
    401: "Missing, invalid, expired or revoked token.",
    403: "The token lacks the scope, or its owner the permission.",
    404: "Does not exist or is not public.",
    406: "No response format matches `Accept`.",
    409: "Conflicts with the current state. With `Retry-After`, try again after that time.",
    410: "Gone: the cursor is older than the changes that are kept.",
    412: "Changed since it was read.",
    413: "The body is larger than 25 MB.",
    415: "Unsupported media type.",
    422: "Well-formed but not acceptable; `errors` lists the problems.",
    428: "The `If-Match` header is required.",
    429: "Too many requests. Wait the seconds in `Retry-After`.",
    451: "The publisher does not allow us to republish the transcript.",
}
COMMON = (400, 401, 404, 406, 429)
"""Errors of every endpoint; views list others as `problems`."""
DETAILS = {
    400: "Unknown parameter “shwo”. Did you mean “show”?",
    401: "Invalid, expired or revoked token.",
    403: "The token needs the scope “episodes:write”.",
    404: "/api/v1/episodes/no-such/ does not exist or is not public.",
    406: "Could not satisfy the request Accept header.",
    409: "This episode has no transcript yet.",
    410: "The cursor is older than the changes that are kept. Empty the copy and start again "
    "without a cursor.",
    412: "The episode has changed since you read it. Read it again.",
    413: "The request body must not be larger than 25 MB.",
    415: 'Unsupported media type "image/png" in request.',
    422: "Line 4: 'tecnical' is not valid; use one of: technical, governance, strategic.",
    428: "Send the episode's ETag as If-Match.",
    429: "Request was throttled. Expected available in 21 seconds.",
    451: REASON,
}
NAMES = {400: "shwo", 422: "/lens"}


def name_of(status: int) -> str:
    return title_of(status).replace(" ", "")


def example(status: int) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": DETAILS[status],
    }
    if status in NAMES:
        document["errors"] = [{"name": NAMES[status], "detail": DETAILS[status]}]
    return document
