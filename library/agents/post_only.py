"""Allow only POST: the MCP server is stateless and has no event streams and no sessions."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from library.http.problem_details import problem


class PostOnlyMiddleware:
    """ASGI middleware that returns a 405 for methods other than POST at `path`."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_refused = (
            scope["type"] == "http" and scope["path"] == self.path and scope["method"] != "POST"
        )
        app = _not_allowed(scope["method"]) if is_refused else self.app
        await app(scope, receive, send)


def _not_allowed(method: str) -> Response:
    detail = (
        f"{method} is not allowed. This server has no sessions and no event streams; use POST "
        "for each message."
    )
    document = problem(405, detail)
    headers = {"Allow": "POST", "Content-Type": document["Content-Type"]}
    return Response(document.content, document.status_code, headers)
