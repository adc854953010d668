"""Review of changes to published pages.

Each change requires two people, and at least one must be a reviewer. Before changing an episode, a
service calls `must_wait`; for a published episode, the service proposes the change instead. The
second person accepts or returns the change (see `scoring.curation.pending_changes`). Only
corrections of typing errors (`is_minor`) do not require a second person.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import ManyToManyField

from library.models import Episode, PendingChange, Transcript
from library.services.versions import set_history_author, value_of
from library.text.typing_errors import MAX_WORDS, corrected_words

Kind = PendingChange.Kind
FIELDS = tuple(
    field.name
    for field in Episode._meta.concrete_fields
    if field.editable and field.name not in ("status", "created_at", "updated_at", "id")
)
RELATED = ("guests", "tags")
PROSE = frozenset({"claim", *Episode.TEXTS})
"""Fields in which a corrected typing error is a minor change; titles and slugs are excluded."""
NOT_MINOR = (
    "These changes are more than typing errors, so they are not minor. "
    "Clear “Minor” and save again; the changes will wait for review."
)


def must_wait(episode: Episode) -> bool:
    """Return whether changes to `episode` require a second person's approval. Runs one query."""
    return Episode.objects.published().filter(pk=episode.pk).exists()


def differences(
    stored: Episode, new: Episode, related: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the old and new values of the fields that differ between `stored` and `new`.

    `related` contains the new guests and tags, if they change. If a text differs, the result also
    includes its author field.
    """
    before = {name: value_of(stored, name) for name in FIELDS}
    after = {name: value_of(new, name) for name in FIELDS}
    for name in RELATED:
        if name in related:
            before[name] = value_of(stored, name)
            after[name] = sorted(row.pk for row in related[name])
    names = {name for name in after if after[name] != before[name]}
    names |= {f"{name}_by" for name in Episode.TEXTS if name in names}
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def is_minor(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether the only differences are a few corrected typing errors in `PROSE` fields."""
    names = [name for name in after if after[name] != before[name]]
    if not names or not PROSE.issuperset(names):
        return False
    counts = [corrected_words(before[name], after[name]) for name in names]
    return None not in counts and sum(filter(None, counts)) <= MAX_WORDS


def propose(
    episode: Episode,
    kind: PendingChange.Kind,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: AbstractBaseUser | None,
    reason: str = "",
    transcript: Transcript | None = None,
) -> PendingChange:
    """Store a change for review, merged with the author's waiting change of the same kind, if any.

    `by` is the author, or None for the system or a command. A newly proposed transcript replaces an
    earlier proposed transcript.
    """
    waiting = own_waiting(episode, kind, by)
    joins = waiting is not None and (kind == Kind.TRANSCRIPT or waiting.transcript == transcript)
    if waiting is None or not joins:
        waiting = PendingChange(episode=episode, kind=kind, proposed_by=by, before={}, after={})  # type: ignore[misc]
    waiting.transcript = transcript
    if kind == Kind.TRANSCRIPT:
        waiting.before, waiting.after = dict(before), dict(after)
    else:
        waiting.before = {**before, **waiting.before}
        waiting.after = {**waiting.after, **after}
    waiting.reason = reason[:500]
    set_history_author(waiting, by, "Proposed")
    waiting.save()
    return waiting


def own_waiting(
    episode: Episode, kind: PendingChange.Kind, by: AbstractBaseUser | None
) -> PendingChange | None:
    """Return the waiting change of this kind that `by` proposed, if any."""
    waiting = episode.pending_changes.waiting().filter(kind=kind, proposed_by=by.pk if by else None)
    return waiting.select_related("transcript").first()


def apply_fields(episode: Episode, values: Mapping[str, Any]) -> dict[str, list[int]]:
    """Set the proposed values on `episode`, without saving.

    Returns the primary keys of the guests and tags, which must be set after saving.
    """
    related = {}
    for name, value in values.items():
        field = Episode._meta.get_field(name)
        if isinstance(field, ManyToManyField):
            related[name] = list(value)
        else:
            attname: str = field.attname  # type: ignore[union-attr]
            setattr(episode, attname, field.to_python(value))  # type: ignore[union-attr]
    return related
