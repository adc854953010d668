"""Who may write: a token with the scope, of an account with the permission."""

from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from library.models import Scope, Token


@dataclass(frozen=True, slots=True)
class Need:
    """One of these scopes, and this permission of the token's owner."""

    permission: str
    scopes: tuple[Scope, ...]


class Permitted(BasePermission):
    """Asks for what the view says in `needs` for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Token):
            return False
        need: Need | None = view.needs.get("get" if request.method == "HEAD" else _verb(request))
        if need is None:
            return True
        if not set(need.scopes) & set(request.auth.scopes):
            wanted = " or ".join(f"“{scope.value}”" for scope in need.scopes)
            raise PermissionDenied(f"This needs a token with the scope {wanted}.")
        if not request.user.has_perm(need.permission):
            raise PermissionDenied("The account of this token may not do this.")
        return True


def _verb(request: Request) -> str:
    return (request.method or "").lower()
