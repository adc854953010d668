"""Token permissions: the token must have the scope, and its owner must have the permission."""

from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from library.api.authentication import InsufficientScope
from library.models import Scope, Token


@dataclass(frozen=True, slots=True)
class Need:
    """The permission that the token's owner needs. The token needs any one of `scopes`."""

    permission: str
    scopes: tuple[Scope, ...]


class TokenPermission(BasePermission):
    """Checks the token and its owner against the view's `needs` for the request method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Token):
            return False
        need: Need | None = view.needs.get("get" if request.method == "HEAD" else _verb(request))
        if need is None:
            return True
        if not set(need.scopes) & set(request.auth.scopes):
            raise InsufficientScope([scope.value for scope in need.scopes])
        if not request.user.has_perm(need.permission):
            raise PermissionDenied("The token's owner does not have permission to do this.")
        return True


def _verb(request: Request) -> str:
    return (request.method or "").lower()
