"""Rules that prevent users from creating or taking over accounts with more rights than they have.

This module also sends password reset links.
"""

from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet


def permissions_of(account: User) -> QuerySet[Permission]:
    """Return all permissions of `account`, direct or through groups, even if it is inactive."""
    return Permission.objects.filter(Q(user=account) | Q(group__user=account)).distinct()


def may_administer(actor: User, account: User) -> bool:
    """Return whether `actor` has all the rights that `account` has."""
    if actor.is_superuser:
        return True
    held = permissions_of(actor).values("pk")
    exceeding = permissions_of(account).exclude(pk__in=held)
    return not account.is_superuser and not exceeding.exists()


def grantable_groups(actor: User) -> QuerySet[Group]:
    """Return the groups that grant no permission that `actor` lacks."""
    if actor.is_superuser:
        return Group.objects.order_by("name")
    lacking = Permission.objects.exclude(pk__in=permissions_of(actor).values("pk"))
    exceeding = Group.objects.filter(permissions__in=lacking)
    return Group.objects.exclude(pk__in=exceeding.values("pk")).order_by("name")


def send_password_reset(address: str, *, host: str, secure: bool) -> bool:
    """Send a password reset link to each active account with this e-mail address.

    `host` is the host name in the link, which uses HTTPS if `secure` is true. Returns false if the
    address is not valid.
    """
    form = PasswordResetForm({"email": address})
    if not form.is_valid():
        return False
    form.save(domain_override=host, use_https=secure)
    return True
