"""Example error responses, for the OpenAPI schema and the problem pages."""

from typing import Any

from library.captions.excerpts import REASON
from library.http.problem_details import title_of, type_of

COMMON = (400, 401, 404, 406, 429)
"""Error statuses that every endpoint can return. Views list further statuses in `problems`."""
DETAILS = {
    400: "Unknown parameter “shwo”. Did you mean “show”?",
    401: "Invalid, expired or revoked token.",
    403: "The token needs the scope “episodes:write”.",
    404: "/api/v1/episodes/no-such/ does not exist or is not public.",
    405: "POST is not allowed. Allowed methods: GET, HEAD, OPTIONS.",
    406: "No format matches Accept. Available media types: application/json, text/csv.",
    409: "This episode has no transcript yet.",
    410: "The cursor is too old: changes after it have been deleted. Clear your copy and start "
    "again without a cursor.",
    412: "The episode has changed since you read it. Read it again.",
    413: "The request body must not be larger than 25 MB.",
    415: "Unsupported media type “image/png”. Supported media types: application/json.",
    416: "The file has 20480 bytes.",
    422: "/lens: Line 4: 'tecnical' is not valid; use one of: technical, governance, strategic.",
    428: "Send the episode's ETag as If-Match.",
    429: "Request was throttled. Expected available in 21 seconds.",
    451: REASON,
    500: "Internal server error. It has been logged.",
    503: "The database is not available; try again in 10 seconds.",
}
NAMES = {400: "shwo", 422: "/lens"}


def name_of(status: int) -> str:
    return title_of(status).replace(" ", "")


def example(status: int) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": type_of(status),
        "title": title_of(status),
        "status": status,
        "detail": DETAILS[status],
    }
    if status in NAMES:
        detail = DETAILS[status].removeprefix(f"{NAMES[status]}: ")
        document["errors"] = [{"name": NAMES[status], "detail": detail}]
    return document
