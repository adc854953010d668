"""Rows that are known by a name or title, made with a free slug where the name is new."""

from collections.abc import Iterator
from itertools import count
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from library.models import Guest, Shelf, Show, Tag
from library.services.errors import ImportRefused

Named = TypeVar("Named", Show, Shelf, Guest, Tag)


def named(model: type[Named], field_name: str, value: str) -> Named:
    """Return the row of `model` that is called `value`, made, with a free slug, if it is new.

    Raises ImportRefused for a name that is longer than the database holds.
    """
    column: Any = model._meta.get_field(field_name)
    longest = column.max_length
    if longest and len(value) > longest:
        kind = model._meta.verbose_name
        raise ImportRefused(f"The name of a {kind} has at most {longest} characters: {value[:40]}…")
    called = model._default_manager.filter(**{field_name: value})
    known = called.first()
    if known is not None:
        return known
    stem = slugify(value)[:70] or model.__name__.lower()
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(slug for slug in _slugs(stem) if slug not in taken)
    try:
        with transaction.atomic():
            return model._default_manager.create(**{field_name: value, "slug": slug})
    except IntegrityError:
        # Somebody else has made it meanwhile.
        return called.get()


def _slugs(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))
