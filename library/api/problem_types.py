"""What errors there are, for the description of the API."""

from typing import Any

from library.captions.excerpts import REASON
from library.http.problem_details import title_of

PROBLEMS = {
    400: "The request is not understood; `errors` names the parameters or fields.",
    401: "The token is missing, not known, expired or revoked.",
    403: "The token lacks the scope, or its account the permission.",
    404: "There is nothing there, or it is not public.",
    406: "No form of answer is left that `Accept` allows.",
    409: "It contradicts what is there; with `Retry-After`, only for that long.",
    412: "Somebody has changed it since it was read.",
    413: "More than 25 MB.",
    415: "The body is of a kind that is not taken here.",
    422: "What was handed in cannot be taken; `errors` says where.",
    428: "A change has to say, by `If-Match`, what it is a change of.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    451: "The publisher does not let the words be given on; `detail` says what is.",
}
USUAL = (400, 401, 404, 406, 429)
"""Given everywhere; the others where a view names them as its `problems`."""
DETAILS = {
    400: "There is no parameter “shwo” here. Did you mean “show”?",
    401: "This token opens nothing: it is not known, has expired or was revoked.",
    403: "This needs a token with the scope “episodes:write”.",
    404: "There is nothing at /api/v1/episodes/no-such/, or it is not public.",
    406: "Could not satisfy the request Accept header.",
    409: "This episode has no transcript yet.",
    412: "Somebody has changed it since; read it again.",
    413: "At most 25 MB can be sent at once.",
    415: 'Unsupported media type "image/png" in request.',
    422: "Line 4: 'tecnical' is none of: technical, governance, strategic.",
    428: "Send the ETag of what you have read as If-Match.",
    429: "Request was throttled. Expected available in 21 seconds.",
    451: REASON,
}
NAMES = {400: "shwo", 422: "/lens"}


def name_of(status: int) -> str:
    return title_of(status).replace(" ", "")


def example(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": DETAILS[status],
    }
    if status in NAMES:
        found["errors"] = [{"name": NAMES[status], "detail": DETAILS[status]}]
    return found
