"""Writes of editors' words on mirror pairs."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from library.models import Episode
from scoring.models import MirrorOverride


class OverrideRefused(Exception):
    """The pair cannot be pinned or banned so; the message says why."""


def override_pair(
    one: Episode,
    other: Episode,
    *,
    kind: MirrorOverride.Kind,
    reason: str,
    by: User | None = None,
) -> MirrorOverride:
    """Pin or ban a pair of episodes, on the pages of both.

    Raises OverrideRefused for an episode with itself, without a reason, or where there is a word
    on the pair already.
    """
    if one.pk == other.pk:
        raise OverrideRefused("An episode cannot be paired with itself.")
    if not reason.strip():
        raise OverrideRefused("A pin or ban needs a reason.")
    first, second = sorted((one, other), key=lambda episode: episode.pk)
    try:
        with transaction.atomic():
            return MirrorOverride.objects.create(
                first=first, second=second, kind=kind, reason=reason.strip(), made_by=by
            )
    except IntegrityError:
        known = MirrorOverride.objects.get(first=first, second=second)
        raise OverrideRefused(
            f"This pair is already {'pinned' if known.kind == 'pin' else 'banned'}: "
            f"{known.reason} Delete that first."
        ) from None
