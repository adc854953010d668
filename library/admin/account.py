"""Admin for user accounts. Administrators cannot grant rights that they do not have."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField
from django.http import HttpRequest

from library.admin.deleting import DeletesDependents
from library.services.accounts import grantable_groups, may_administer

SUPERUSER_FIELDS = ("is_superuser", "user_permissions")
OWN_RIGHTS = ("is_active", "is_staff", "groups")

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(DeletesDependents, UserAdmin[User]):
    """Only superusers can create superusers or assign individual permissions.

    Other users can change only accounts with no more rights than they have. They cannot change
    their own rights.
    """

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if _actor(request).is_superuser or obj is None:
            return fieldsets
        return [
            (
                title,
                {
                    **options,
                    "fields": [name for name in options["fields"] if name not in SUPERUSER_FIELDS],
                },
            )
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]
        own = obj is not None and obj.pk == request.user.pk
        return [*fields, *OWN_RIGHTS] if own and not _actor(request).is_superuser else fields

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.remote_field.model is Group:
            options["queryset"] = grantable_groups(_actor(request))
        return super().formfield_for_manytomany(db_field, request, **options)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_administer(_actor(request), obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return obj.pk != request.user.pk and may_administer(_actor(request), obj)


def _actor(request: HttpRequest) -> User:
    # Admin pages require an account. An anonymous visitor counts as a user without rights.
    return request.user if isinstance(request.user, User) else User()
