"""Bearer token authentication."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import (
    APIException,
    AuthenticationFailed,
    NotAuthenticated,
    PermissionDenied,
)
from rest_framework.request import Request

from library.models import Token
from library.services.api_tokens import authenticate_token

CHALLENGE = 'Bearer realm="Counterpoint"'
INVALID_TOKEN = "Invalid, expired or revoked token."  # noqa: S105 - a message
MALFORMED = "The Authorization header must be “Bearer” and the token."


class InvalidToken(AuthenticationFailed):
    default_detail = INVALID_TOKEN


class MalformedHeader(AuthenticationFailed):
    """The Authorization header uses the Bearer scheme, but has no token or more than one.

    The status is 401, as for every failed authentication, although RFC 6750 suggests 400.
    """

    default_detail = MALFORMED


class InsufficientScope(PermissionDenied):
    """The token has none of the required `scopes`."""

    def __init__(self, scopes: Sequence[str]) -> None:
        names = " or ".join(f"“{scope}”" for scope in scopes)
        super().__init__(f"The token needs the scope {names}.")
        self.scopes = tuple(scopes)


def challenge_of(error: APIException) -> str | None:
    """Return the value of `WWW-Authenticate` (RFC 6750), or None if a token would not help."""
    match error:
        case InvalidToken():
            text = f'error="invalid_token", error_description="{INVALID_TOKEN}"'
            return f"{CHALLENGE}, {text}"
        case MalformedHeader():
            return f'{CHALLENGE}, error="invalid_request"'
        case InsufficientScope():
            return f'{CHALLENGE}, error="insufficient_scope", scope="{" ".join(error.scopes)}"'
        case AuthenticationFailed() | NotAuthenticated():
            return CHALLENGE
    return None


class TokenAuthentication(BaseAuthentication):
    """Authenticates bearer tokens. Requests without an Authorization header are anonymous."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if parts[0].lower() != b"bearer":
            raise AuthenticationFailed(MALFORMED)
        if len(parts) != 2:
            raise MalformedHeader
        token = authenticate_token(parts[1].decode("ascii", "replace"))
        if token is None:
            raise InvalidToken
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Create tokens in the admin, under “Tokens”. Scopes limit their use.",
        }
