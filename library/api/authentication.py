"""Who asks: the owner of the token in `Authorization: Bearer`, and nobody else."""

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from library.models import Token
from library.services.api_tokens import use_token

CHALLENGE = 'Bearer realm="Counterpoint"'
NOT_KNOWN = "This token opens nothing: it is not known, has expired or was revoked."


class TokenAuthentication(BaseAuthentication):
    """Reads the token; a request without one is anybody's, one with a wrong one is refused."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if parts[0].lower() != b"bearer" or len(parts) != 2:
            raise AuthenticationFailed("Send “Authorization: Bearer” and the token.")
        token = use_token(parts[1].decode("ascii", "replace"))
        if token is None:
            raise AuthenticationFailed(NOT_KNOWN)
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
            "description": "Made in the admin, under “Tokens”. What it may do are its scopes.",
        }
