"""Create and edit episodes, for the admin form and the API.

Invalid values raise Django's ValidationError with messages by field, and missing permissions raise
`NotAllowed`. In both cases the database does not change.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from library.models import Episode, Guest, PendingChange, Tag
from library.services.catalogue import get_or_create_named
from library.services.review import NOT_MINOR, Kind, differences, is_minor, must_wait, propose
from library.services.versions import set_history_author
from scoring.curation.transcript_edits import check_gates
from scoring.curation.workflow import (
    Account,
    NotAllowed,
    Rejected,
    known_account,
    save_edit,
    set_authors,
)


class SlugTaken(Exception):
    """Another episode already has this slug; the message contains the slug."""


RELATED: Mapping[str, Any] = {"guests": Guest, "tags": Tag}


@transaction.atomic
def save_draft(
    episode: Episode,
    *,
    by: Account,
    changed: list[str],
    reason: str = "",
    related: Mapping[str, Any] | None = None,
    minor: bool = False,
) -> PendingChange | None:
    """Save the changes that `by` made to `episode`.

    `changed` lists the names of the edited fields, and `related` holds the guests and tags to save,
    if any. If the episode is published, the changes are stored as a pending change, which is
    returned. If `minor` is set, a published page changes immediately instead; Rejected is raised if
    a change is more than a correction of typing errors. If the stated duration has changed, the
    quality checks of the transcript are repeated.
    """
    existed = episode.pk is not None
    stored = Episode.objects.select_for_update().get(pk=episode.pk) if existed else None
    if stored is not None and must_wait(stored):
        waiting = _propose(stored, episode, related or {}, changed, by, reason, minor=minor)
        if waiting is not None or not minor:
            return waiting
        reason = f"Minor: typing errors. {reason}".strip()
    save_edit(episode, by=by, changed=changed, reason=reason)
    for name, rows in (related or {}).items():
        set_history_author(episode, known_account(by), reason)
        getattr(episode, name).set(rows)
    if existed and "stated_duration" in changed:
        for transcript in episode.transcripts.current():
            check_gates(transcript)
    return None


def _propose(
    stored: Episode,
    episode: Episode,
    related: Mapping[str, Any],
    changed: list[str],
    by: Account,
    reason: str,
    *,
    minor: bool,
) -> PendingChange | None:
    """Propose the change and return the proposal, or return None if the change is empty or minor.

    Raises Rejected if `minor` is set, but a change is more than a correction of typing errors.
    """
    set_authors(episode, changed)
    before, after = differences(stored, episode, related)
    if not after:
        return None
    if not minor:
        author = known_account(by)
        return propose(stored, Kind.FIELDS, before=before, after=after, by=author, reason=reason)
    if not is_minor(before, after):
        raise Rejected([NOT_MINOR])
    return None


@transaction.atomic
def make_draft(fields: Mapping[str, Any], *, by: Account, reason: str) -> Episode:
    """Create an episode from `fields`, where guests and tags are lists of names.

    If `fields` has no slug, the slug is derived from the title. Raises SlugTaken if another episode
    has the slug.
    """
    slug = fields.get("slug") or slugify(fields["title"])[:160].strip("-")
    if not slug:
        raise ValidationError({"slug": "The title has no letters for a slug. Enter a slug."})
    taken = SlugTaken(f"“{slug}” is the slug of another episode. Send another slug.")
    if Episode.objects.filter(slug=slug).exists():
        raise taken
    episode = Episode(slug=slug)
    try:
        with transaction.atomic():
            _write(episode, {**fields, "slug": slug}, by, reason)
    except IntegrityError:
        # Another request took the slug after the check.
        raise taken from None
    return episode


@transaction.atomic
def edit_draft(
    episode: Episode, fields: Mapping[str, Any], *, by: Account, reason: str
) -> PendingChange | None:
    """Update `fields` of `episode` or, if it is published, propose the change and return it."""
    return _write(episode, fields, by, reason)


def _write(
    episode: Episode, values: Mapping[str, Any], by: Account, reason: str
) -> PendingChange | None:
    fields = {name: value for name, value in values.items() if name not in RELATED}
    is_new = episode.pk is None
    changed = [name for name, value in fields.items() if is_new or _differs(episode, name, value)]
    # If a text changes, an author sent with it counts as changed, even if the author is the same.
    changed += [
        f"{name}_by"
        for name in Episode.TEXTS
        if name in changed and f"{name}_by" in fields and f"{name}_by" not in changed
    ]
    related = {
        name: values[name]
        for name in RELATED
        if name in values and (is_new or set(values[name]) != _names(episode, name))
    }
    if not (changed or related):
        return None
    for name, value in fields.items():
        setattr(episode, name, value)
    episode.full_clean()
    rows = {name: _rows(RELATED[name], names, by) for name, names in related.items()}
    return save_draft(episode, by=by, changed=changed, reason=reason, related=rows)


def _differs(episode: Episode, name: str, value: Any) -> bool:
    return bool(getattr(episode, name) != value)


def _names(episode: Episode, name: str) -> set[str]:
    return set(getattr(episode, name).values_list("name", flat=True))


def _rows(model: Any, names: list[str], by: Account) -> list[Any]:
    """Return the guests or tags with these names, and create those that do not exist.

    Raises NotAllowed if `by` does not have permission to create them.
    """
    existing = set(model._default_manager.filter(name__in=names).values_list("name", flat=True))
    new = sorted(set(names) - existing)
    kind = model._meta.model_name
    if new and not by.has_perm(f"library.add_{kind}"):
        raise NotAllowed([f"You do not have permission to add a {kind}: {', '.join(new)}."])
    return [get_or_create_named(model, "name", name) for name in names]
