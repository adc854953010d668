"""Whom an episode's page names: its guests, its tags, and how many readers spoke; by one query."""

from dataclasses import dataclass

from django.db.models import Count, Model, QuerySet, Value

from library.db.prepared_querysets import Compiled, Given, loaded
from library.models import Episode, Guest, Tag
from library.pages.episode.reader_feedback import ReadersSaid
from scoring.models import Challenge

GUEST, TAG, READERS = "guest", "tag", "readers"
Row = tuple[str, int, str, str]
"""What it is, then key, slug and name; of readers their number, the kind of their word, and ""."""


@dataclass(frozen=True, slots=True)
class Names:
    """Guests and tags by name, and what readers said."""

    guests: list[Guest]
    tags: list[Tag]
    readers: ReadersSaid


def _rows() -> "QuerySet[Model, Row]":
    guests, tags = (
        model.objects.filter(episodes=Given("episode"))
        .order_by()
        .values_list(Value(what), "pk", "slug", "name")
        for what, model in ((GUEST, Guest), (TAG, Tag))
    )
    said = Challenge.objects.filter(episode=Given("episode")).accepted().order_by()
    readers = said.values_list(Value(READERS), Count("pk"), "kind", Value(""))
    return guests.union(tags, readers, all=True).order_by("name")


_named = Compiled(_rows)


def names_of(episode: Episode) -> Names:
    """Return the names of `episode`, which knows its guests and tags from then on."""
    rows = _named(episode=episode.pk)
    guests = [
        Guest(pk=key, slug=slug, name=name) for what, key, slug, name in rows if what == GUEST
    ]
    tags = [Tag(pk=key, slug=slug, name=name) for what, key, slug, name in rows if what == TAG]
    tally = {kind: number for what, number, kind, _ in rows if what == READERS}
    known = episode.__dict__.setdefault("_prefetched_objects_cache", {})
    known["guests"] = loaded(Guest.objects.all(), guests)
    known["tags"] = loaded(Tag.objects.all(), tags)
    readers = ReadersSaid(**{kind.value: tally.get(kind.value, 0) for kind in Challenge.Kind})
    return Names(guests, tags, readers)
