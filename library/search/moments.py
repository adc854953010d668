"""Finds moments: FTS5 on SQLite, full-text search on PostgreSQL, one function for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import connection

from library.models import Episode, Segment
from library.search.query.conditions import Narrowing
from library.search.query.parser import Query
from library.search.query.statements import (
    BEGIN,
    END,
    MOST_RANKED,
    moments_statement,
    snippets_statement,
)

BESIDE = 4
"""Words before and after a found one that tell browsers which of many it is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a snippet, found or beside what was found."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A passage that holds what was asked for; `score` is None where it was not scored."""

    episode: Episode
    segment: Segment
    score: float | None
    lens: str
    pieces: tuple[Piece, ...]

    @property
    def url(self) -> str:
        """The address of the passage, with the place in it that browsers show and mark."""
        return f"{self.episode.transcript_url}#s{self.segment.index}{self._text_directive}"

    @property
    def _text_directive(self) -> str:
        for place, piece in enumerate(self.pieces):
            if piece.found:
                before = _words(self.pieces[place - 1].text)[-BESIDE:] if place else []
                after = _words("".join(rest.text for rest in self.pieces[place + 1 :]))[:BESIDE]
                parts = [f"{_coded(before)}-"] if before else []
                parts.append(_coded([piece.text]))
                parts += [f"-{_coded(after)}"] if after else []
                return f":~:text={','.join(parts)}"
        return ""


def search_moments(
    query: Query, narrowing: Narrowing | None = None, *, limit: int = 20, offset: int = 0
) -> list[Moment]:
    """Return the moments that answer `query`, nearest first; four queries for any number.

    Where most of what is found is hidden from the public, a fifth looks at all of it.
    """
    if not query:
        return []
    asked = query.for_sqlite() if connection.vendor == "sqlite" else query.for_postgresql()
    narrowing = narrowing or Narrowing()
    rows = _rows(asked, narrowing, limit, offset)
    ids = [row[0] for row in rows]
    snippets = _snippets(asked, ids)
    segments = Segment.objects.in_bulk(ids)
    episodes = Episode.objects.select_related("show").in_bulk({row[1] for row in rows})
    return [
        Moment(episodes[episode], segments[segment], score, lens or "", _pieces(snippets[segment]))
        for segment, episode, score, lens in rows
    ]


def _rows(asked: str, narrowing: Narrowing, limit: int, offset: int) -> list[Any]:
    found: list[Any] = []
    for whole in (False, True):
        statement = moments_statement(
            asked, narrowing, vendor=connection.vendor, limit=limit, offset=offset, whole=whole
        )
        with connection.cursor() as cursor:
            # Every part of the statement is a constant of its module; what readers type is bound.
            cursor.execute(statement.sql, statement.values)
            rows = cursor.fetchall()
        taken, found = rows[0][0], [row[1:] for row in rows if row[1] is not None]
        # SQLite takes the nearest before those that the public sees are picked out of them.
        if len(found) == limit or taken != MOST_RANKED["sqlite"] or connection.vendor != "sqlite":
            break
    return found


def _snippets(asked: str, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(snippets_statement(connection.vendor, len(ids)), (asked, *ids))
        return dict(cursor.fetchall())


def _pieces(snippet: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for part in snippet.split(BEGIN):
        found, end, beside = part.partition(END)
        if end:
            pieces.append(Piece(found, found=True))
            pieces.append(Piece(beside, found=False))
        else:
            pieces.append(Piece(part, found=False))
    return tuple(piece for piece in pieces if piece.text)


def _words(text: str) -> list[str]:
    return text.replace("…", " ").split()


def _coded(words: Sequence[str]) -> str:
    """Return words for a text directive, in which a hyphen means something."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
