"""Get or create shows, shelves, guests and tags by name."""

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from library.models import Guest, Shelf, Show, Tag
from library.services.errors import ImportRejected

Named = TypeVar("Named", Show, Shelf, Guest, Tag)


_NO_NAME = re.compile(
    r"\b(not (named|identified|known|given|stated)|unnamed|unknown|unidentified|anonymous)\b"
    r"|^(speaker|guest|host|interviewee)( ?\d+| [a-z])?$|^(n/?a|none|tba|tbd|\?+|-+)$",
    re.IGNORECASE,
)


def real_names(names: Iterable[str]) -> list[str]:
    """Return only the names of people, not placeholders such as `Speaker 2` or `not named`."""
    return [name for name in names if not _NO_NAME.search(name.strip())]


def get_or_create_named(model: type[Named], field_name: str, value: str) -> Named:
    """Return the row of `model` whose `field_name` is `value`; create it if necessary.

    Raises ImportRejected if `value` is too long.
    """
    column: Any = model._meta.get_field(field_name)
    max_length = column.max_length
    if max_length and len(value) > max_length:
        kind = model._meta.verbose_name
        raise ImportRejected(
            f"The name of a {kind} must have at most {max_length} characters: {value[:40]}…"
        )
    matching = model._default_manager.filter(**{field_name: value})
    row = matching.first()
    if row is not None:
        return row
    stem = slugify(value)[:70] or model.__name__.lower()
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(slug for slug in _slugs(stem) if slug not in taken)
    try:
        with transaction.atomic():
            return model._default_manager.create(**{field_name: value, "slug": slug})
    except IntegrityError:
        # Another request created the row at the same time.
        return matching.get()


def _slugs(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))
