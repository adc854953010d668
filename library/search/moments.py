"""Search for moments, with FTS5 on SQLite and full-text search on PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db import connection

from library.models import Episode, Segment
from library.search.query.conditions import MomentFilters
from library.search.query.parser import Query
from library.search.query.statements import (
    BEGIN,
    END,
    MAX_RANKED,
    count_statement,
    moments_statement,
    snippets_statement,
)

CONTEXT_WORDS = 4
"""Number of words before and after a match in a text directive."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet. `is_match` is true if the part matches the query."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A passage that matches a query. `score` is None if the passage has no score."""

    episode: Episode
    segment: Segment
    score: float | None
    lens: str
    pieces: tuple[Piece, ...]

    @property
    def url(self) -> str:
        """URL of the passage, with a text directive that makes browsers highlight the match."""
        return f"{self.episode.transcript_url}#s{self.segment.index}{self._text_directive}"

    @property
    def _text_directive(self) -> str:
        for index, piece in enumerate(self.pieces):
            if piece.is_match:
                before = _words(self.pieces[index - 1].text)[-CONTEXT_WORDS:] if index else []
                rest = "".join(later.text for later in self.pieces[index + 1 :])
                after = _words(rest)[:CONTEXT_WORDS]
                parts = [f"{_encode(before)}-"] if before else []
                parts.append(_encode([piece.text]))
                parts += [f"-{_encode(after)}"] if after else []
                return f":~:text={','.join(parts)}"
        return ""


def search_moments(
    query: Query,
    filters: MomentFilters | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    by_score: str = "",
) -> list[Moment]:
    """Return the moments that match `query`, best first.

    If `by_score` is a key of BY_SCORE, the moments are ordered by score instead. A search takes
    four queries, or five on SQLite if too few of the best matches are public to fill the page.
    """
    if not query:
        return []
    match = query.for_sqlite() if connection.vendor == "sqlite" else query.for_postgresql()
    rows = _rows(match, filters or MomentFilters(), limit, offset, by_score)
    ids = [row[0] for row in rows]
    snippets = _snippets(match, ids)
    segments = Segment.objects.in_bulk(ids)
    episodes = Episode.objects.select_related("show").in_bulk({row[1] for row in rows})
    return [
        Moment(episodes[episode], segments[segment], score, lens or "", _pieces(snippets[segment]))
        for segment, episode, score, lens in rows
    ]


def count_moments(query: Query, filters: MomentFilters, *, maximum: int) -> int:
    """Count the matching moments with one query. The count stops at `maximum`."""
    if not query:
        return 0
    vendor = connection.vendor
    match = query.for_sqlite() if vendor == "sqlite" else query.for_postgresql()
    statement = count_statement(match, filters, vendor=vendor, maximum=maximum)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return int(cursor.fetchone()[0])


def _rows(match: str, filters: MomentFilters, limit: int, offset: int, by_score: str) -> list[Any]:
    matches: list[Any] = []
    for rank_all in (False, True):
        statement = moments_statement(
            match,
            filters,
            vendor=connection.vendor,
            limit=limit,
            offset=offset,
            rank_all=rank_all,
            by_score=by_score,
        )
        with connection.cursor() as cursor:
            # The SQL consists of constants; user input is passed as parameters.
            cursor.execute(statement.sql, statement.values)
            rows = cursor.fetchall()
        ranked, matches = rows[0][0], [row[1:] for row in rows if row[1] is not None]
        # SQLite selects the best matches first and then drops those that are not published.
        is_partial = connection.vendor == "sqlite" and not by_score
        if len(matches) == limit or ranked != MAX_RANKED["sqlite"] or not is_partial:
            break
    return matches


def _snippets(match: str, ids: Sequence[int]) -> dict[int, str]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(snippets_statement(connection.vendor, len(ids)), (match, *ids))
        return dict(cursor.fetchall())


def _pieces(snippet: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for part in snippet.split(BEGIN):
        match, end, rest = part.partition(END)
        if end:
            pieces.append(Piece(match, is_match=True))
            pieces.append(Piece(rest, is_match=False))
        else:
            pieces.append(Piece(part, is_match=False))
    return tuple(piece for piece in pieces if piece.text)


def _words(text: str) -> list[str]:
    return text.replace("…", " ").split()


def _encode(words: Sequence[str]) -> str:
    """Encode words for a text directive, in which hyphens have a special meaning."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
