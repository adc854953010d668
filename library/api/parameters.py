"""What a request may ask for: parameters we know, and the fields it wants."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.http import QueryDict
from rest_framework.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields of an answer that were asked for, in the order of the serializer."""

    names: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def any_of(self, names: Iterable[str]) -> bool:
        return any(name in self.names for name in names)


def refuse_unknown(given: QueryDict, known: Collection[str]) -> None:
    """Refuse a parameter that means nothing here, and name the nearest; refuse one given twice."""
    errors = {
        name: [f"There is no parameter “{name}” here. {hint(name, known)}"]
        for name in given
        if name not in known
    }
    twice = [name for name, values in given.lists() if name in known and len(values) > 1]
    errors.update({name: [f"Give “{name}” once."] for name in twice})
    if errors:
        raise ValidationError(errors)


def wanted_fields(given: QueryDict, known: Collection[str]) -> Wanted:
    """Return the fields that `fields`, and then `omit`, leave of the `known` ones."""
    kept = _names("fields", given, known) if "fields" in given else list(known)
    omit = _names("omit", given, known) if "omit" in given else []
    return Wanted(tuple(name for name in known if name in kept and name not in omit))


def hint(name: str, known: Collection[str]) -> str:
    """Return a sentence that names the nearest known name, or all of them."""
    nearest = get_close_matches(name, known, n=1, cutoff=0.6)
    if nearest:
        return f"Did you mean “{nearest[0]}”?"
    return f"There are: {', '.join(sorted(known))}." if known else "There are none."


def _names(parameter: str, given: QueryDict, known: Collection[str]) -> list[str]:
    asked = [name.strip() for name in given.get(parameter, "").split(",")]
    errors = [
        f"There is no field “{name}”. {hint(name, known)}" for name in asked if name not in known
    ]
    if errors:
        raise ValidationError({parameter: errors})
    return asked
