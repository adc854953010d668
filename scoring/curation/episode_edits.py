"""Episodes as their editors write them, in the form of the admin or by a program.

What cannot be stored raises Django's ValidationError, by field; what the account may not do raises
`NotAllowed`. Either way nothing is changed.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from library.models import Episode, Guest, Tag
from library.services.catalogue import named
from library.services.episodes import author
from scoring.curation.transcript_edits import check_gates
from scoring.curation.workflow import Account, NotAllowed, known_account, save_edit

NAMED: Mapping[str, Any] = {"guests": Guest, "tags": Tag}


@transaction.atomic
def save_draft(episode: Episode, *, by: Account, changed: list[str], reason: str = "") -> None:
    """Store what `by` changed of an episode, and ask the gates again what they compare with."""
    known = episode.pk is not None
    save_edit(episode, by=by, changed=changed, reason=reason)
    if known and "stated_duration" in changed:
        for transcript in episode.transcripts.current():
            check_gates(transcript)


@transaction.atomic
def make_draft(said: Mapping[str, Any], *, by: Account, reason: str) -> Episode:
    """Store a new episode; `said` are its fields by name, guests and tags as lists of names.

    Without a slug it has that of its title.
    """
    slug = said.get("slug") or slugify(said["title"])[:160].strip("-")
    if not slug:
        raise ValidationError({"slug": "No slug can be made of this title; give one."})
    episode = Episode(slug=slug)
    try:
        with transaction.atomic():
            _write(episode, {**said, "slug": slug}, by, reason)
    except IntegrityError:
        # Somebody else made it between the check and now.
        raise ValidationError({"slug": "Episode with this Slug already exists."}) from None
    return episode


@transaction.atomic
def edit_draft(episode: Episode, said: Mapping[str, Any], *, by: Account, reason: str) -> bool:
    """Change the fields that `said` names; return whether any of them said something else.

    What is on the site may be changed only by who may put it there.
    """
    refuse_published(episode, by=by)
    return _write(episode, said, by, reason)


def refuse_published(episode: Episode, *, by: Account) -> None:
    """Raise NotAllowed where a program of `by` may not change what the public sees of `episode`."""
    on_site = episode.status == Episode.Status.PUBLISHED
    if on_site and not by.has_perm("library.review_episode"):
        raise NotAllowed(["It is published; your account may not change what is on the site."])


def _write(episode: Episode, said: Mapping[str, Any], by: Account, reason: str) -> bool:
    fields = {name: value for name, value in said.items() if name not in NAMED}
    is_new = episode.pk is None
    changed = [name for name, value in fields.items() if is_new or _differs(episode, name, value)]
    # Who wrote a text is said of the text that comes with it, be it the same as before.
    changed += [
        f"{name}_by"
        for name in Episode.TEXTS
        if name in changed and f"{name}_by" in fields and f"{name}_by" not in changed
    ]
    others = {
        name: said[name]
        for name in NAMED
        if name in said and (is_new or set(said[name]) != _names(episode, name))
    }
    if not (changed or others):
        return False
    for name, value in fields.items():
        setattr(episode, name, value)
    episode.full_clean()
    save_draft(episode, by=by, changed=changed, reason=reason)
    for name, wanted in others.items():
        author(episode, known_account(by), reason)
        getattr(episode, name).set(_rows(NAMED[name], wanted, by))
    return True


def _differs(episode: Episode, name: str, value: Any) -> bool:
    return bool(getattr(episode, name) != value)


def _names(episode: Episode, name: str) -> set[str]:
    return set(getattr(episode, name).values_list("name", flat=True))


def _rows(model: Any, names: list[str], by: Account) -> list[Any]:
    """Return the rows with these names, made where they are new and `by` may make them."""
    known = set(model._default_manager.filter(name__in=names).values_list("name", flat=True))
    new = sorted(set(names) - known)
    kind = model._meta.model_name
    if new and not by.has_perm(f"library.add_{kind}"):
        raise NotAllowed([f"Your account may not make a {kind}: {', '.join(new)}."])
    return [named(model, "name", name) for name in names]
