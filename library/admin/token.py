"""Admin for API tokens. Users can create and revoke tokens; a secret is shown only once."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from library.models import Scope, Token
from library.services.api_tokens import (
    DEFAULT_LIFETIME,
    MAX_LIFETIME,
    TokenRejected,
    create_token,
    revoke_token,
    scopes_of,
)

SHOWN_ONCE = "Copy the token {} now; it is not shown again: {}"


class TokenForm(forms.ModelForm[Token]):
    """Name, scopes and expiry date of a new token."""

    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, widget=forms.CheckboxSelectMultiple, label="Scopes"
    )
    expires_on = forms.DateField(
        widget=AdminDateWidget,
        help_text=f"Last valid day (UTC), within {MAX_LIFETIME.days} days.",
        initial=lambda: (timezone.now() + DEFAULT_LIFETIME).date(),
    )
    owner: User

    class Meta:
        model = Token
        fields = ["name"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [
            (scope.value, f"{scope.value}: {scope.label}") for scope in scopes_of(self.owner)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_valid_so_far:
            end = datetime.combine(data["expires_on"], time.max, UTC).replace(microsecond=0)
            if not timezone.now() < end <= timezone.now() + MAX_LIFETIME:
                raise forms.ValidationError(
                    {"expires_on": f"Choose a date within {MAX_LIFETIME.days} days."}
                )
            data["expires_at"] = end
        return data

    @property
    def is_valid_so_far(self) -> bool:
        return not self.errors


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin[Token]):
    """Shows users their own tokens, or all tokens if they have the permission `keep_tokens`."""

    list_display = [
        "name", "hint", "owner", "scope_names", "state", "created_at", "expires_at", "last_used_at",
    ]  # fmt: skip
    list_select_related = ["owner"]
    search_fields = ["name", "owner__username"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Token]:
        tokens = super().get_queryset(request)
        if request.user.has_perm("library.keep_tokens"):
            return tokens
        return tokens.filter(owner_id=request.user.pk)

    def get_form(
        self, request: HttpRequest, obj: Token | None = None, change: bool = False, **options: Any
    ) -> Any:
        if change:
            return super().get_form(request, obj, change, **options)
        return type("OwnTokenForm", (TokenForm,), {"owner": request.user})

    def get_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        if obj is None:
            return ["name", "scopes", "expires_on"]
        return [
            "name", "hint", "owner", "scope_names", "state", "created_at", "expires_at",
            "last_used_at", "revoked_at",
        ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Token | None = None) -> Any:
        return [] if obj is None else self.get_fields(request, obj)

    @admin.display(description="scopes")
    def scope_names(self, token: Token) -> str:
        return ", ".join(token.scopes)

    @admin.display(description="state")
    def state(self, token: Token) -> str:
        return token.state

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def save_model(
        self, request: HttpRequest, obj: Token, form: forms.ModelForm[Token], change: bool
    ) -> None:
        if not isinstance(request.user, User):
            raise PermissionDenied
        try:
            token, secret = create_token(
                request.user,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.cleaned_data["expires_at"],
            )
        except TokenRejected as error:
            raise PermissionDenied(str(error)) from None
        # The admin continues with `obj`, so it must be the stored row.
        obj.__dict__.update(token.__dict__)
        messages.warning(request, SHOWN_ONCE.format(token.name, secret))

    @admin.action(description="Revoke", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        revoked = [token for token in queryset if revoke_token(token)]
        for token in revoked:
            self.log_change(request, token, "Revoked")
        messages.success(
            request, f"{len(revoked)} token{'' if len(revoked) == 1 else 's'} revoked."
        )
