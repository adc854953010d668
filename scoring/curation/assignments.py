"""Assign episodes to colleagues, with a note."""

from django.contrib.auth.models import AbstractUser, User
from django.db import transaction
from django.db.models import QuerySet

from library.models import Assignment, Episode
from scoring.curation.workflow import Account, NotAllowed, Rejected, known_account

EDIT = "library.change_episode"
BACKEND = "django.contrib.auth.backends.ModelBackend"
MAX_NOTE = 2_000
"""Maximum length of a note, in characters."""


def assignable() -> QuerySet[User]:
    """Return the active staff accounts with permission to change episodes."""
    return User.objects.with_perm(EDIT, backend=BACKEND).filter(is_staff=True).order_by("username")


@transaction.atomic
def assign(episode: Episode, *, to: AbstractUser | None, note: str, by: Account) -> None:
    """Set the assignee and note of `episode`, or delete its assignment if both are empty.

    Raises Rejected if the assignment is not allowed.
    """
    if not by.has_perm(EDIT):
        raise NotAllowed(["You do not have permission to assign episodes."])
    reasons = []
    if to is not None and not assignable().filter(pk=to.pk).exists():
        reasons.append("Choose an account with permission to change episodes.")
    if len(note) > MAX_NOTE:
        reasons.append(f"A note can have at most {MAX_NOTE:,} characters.")
    if reasons:
        raise Rejected(reasons)
    Episode.objects.select_for_update().get(pk=episode.pk)
    if to is None and not note.strip():
        Assignment.objects.filter(episode=episode).delete()
        return
    values = {"assignee": to, "note": note.strip(), "changed_by": known_account(by)}
    Assignment.objects.update_or_create(episode=episode, defaults=values)
