"""Pin or ban pairs of episodes as mirror picks."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from library.models import Episode
from scoring.models import MirrorOverride


class OverrideError(Exception):
    """The pair cannot be pinned or banned; the message gives the reason."""


def override_pair(
    first: Episode,
    second: Episode,
    *,
    kind: MirrorOverride.Kind,
    reason: str,
    by: User | None = None,
) -> MirrorOverride:
    """Pin or ban two episodes as mirror picks on each other's pages.

    Raises OverrideError if both are the same episode, if the reason is empty, or if the pair
    already has a pin or ban.
    """
    if first.pk == second.pk:
        raise OverrideError("An episode cannot be paired with itself.")
    if not reason.strip():
        raise OverrideError("A pin or ban needs a reason.")
    first, second = sorted((first, second), key=lambda episode: episode.pk)
    try:
        with transaction.atomic():
            return MirrorOverride.objects.create(
                first=first, second=second, kind=kind, reason=reason.strip(), made_by=by
            )
    except IntegrityError:
        existing = MirrorOverride.objects.get(first=first, second=second)
        raise OverrideError(
            f"This pair is already {'pinned' if existing.kind == 'pin' else 'banned'}: "
            f"{existing.reason} Delete that {existing.kind} first."
        ) from None
