"""The vocabulary: subjects with their names and phrases.

`subjects.tsv` has one line per subject. Phrases have one to six words and are separated by
semicolons; `*` matches any ending of a word. Ambiguous phrases have their own column. They match
only near a context word of the subject, or in a text with one of its unambiguous phrases. The
context word `AI` stands for any mention of AI. "AI", "safety" and "technology" are not subjects,
because they do not distinguish conversations.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from scoring.core.spectrum import Lens

MAX_WORDS = 6
MIN_BEGINNING = 3
"""Minimum number of letters before a `*`."""
AI = "AI"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PHRASE = re.compile(r"[a-z0-9]+\*?(?: [a-z0-9]+\*?)*")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the vocabulary.

    `ambiguous` phrases match only near a word of `context`, or in a text with one of `phrases`.
    """

    slug: str
    name: str
    lens: Lens
    phrases: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()
    context: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise ValueError(f"{self.slug!r} is not a valid slug")
        if not self.name.strip():
            raise ValueError(f"{self.slug} has no name")
        if not self.phrases:
            raise ValueError(f"{self.slug} has no phrases")
        if self.ambiguous and not self.context:
            raise ValueError(f"{self.slug} has ambiguous phrases but no context")
        for phrase in (*self.phrases, *self.ambiguous, *self.context):
            _check(self.slug, phrase)


def _check(slug: str, phrase: str) -> None:
    if phrase == AI:
        return
    words = phrase.split()
    short = any(word.endswith("*") and len(word) <= MIN_BEGINNING for word in words)
    if not _PHRASE.fullmatch(phrase) or len(words) > MAX_WORDS or short:
        raise ValueError(f"{slug}: {phrase!r} is not a valid phrase")


def read_subjects(lines: Iterable[str]) -> list[Subject]:
    """Return the subjects in tab-separated `lines`; the first line is the header.

    Raises ValueError with the number of the invalid line.
    """
    subjects: dict[str, Subject] = {}
    for number, line in enumerate(lines, 1):
        if number == 1 or not line.strip():
            continue
        try:
            subject = _read(line.rstrip("\n").split("\t"))
            if subject.slug in subjects:
                raise ValueError(f"the slug {subject.slug} occurs twice")
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
        subjects[subject.slug] = subject
    return list(subjects.values())


def _read(columns: Sequence[str]) -> Subject:
    if len(columns) != 6:
        raise ValueError(f"expected 6 columns, found {len(columns)}")
    slug, name, lens, *lists = columns
    phrases, ambiguous, context = (
        tuple(phrase.strip() for phrase in column.split(";") if phrase.strip()) for column in lists
    )
    return Subject(slug, name, Lens(lens), phrases, ambiguous, context)


@cache
def built_in() -> tuple[Subject, ...]:
    """Return the built-in subjects, in file order."""
    text = resources.files(__package__).joinpath("subjects.tsv").read_text("utf-8")
    return tuple(read_subjects(text.splitlines()))
