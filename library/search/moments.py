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
    bands_statement,
    count_statement,
    moments_statement,
    snippets_statement,
)
from scoring.core.spectrum import BAND_EDGE, Band

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


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that matches a query, by its primary key. `score` is None if it has no score."""

    segment: int
    episode: int
    score: float | None
    lens: str


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
    matches = find_matches(query, filters, limit=limit, offset=offset, by_score=by_score)
    return moments_of(query, matches)


def find_matches(
    query: Query,
    filters: MomentFilters | None = None,
    *,
    limit: int,
    offset: int = 0,
    by_score: str = "",
) -> list[Match]:
    """Return the same passages as `search_moments`, without their text. One query, or two."""
    if not query:
        return []
    rows = _rows(_expression(query), filters or MomentFilters(), limit, offset, by_score)
    return [Match(segment, episode, score, lens or "") for segment, episode, score, lens in rows]


def moments_of(query: Query, matches: Sequence[Match]) -> list[Moment]:
    """Return `matches` of `query` with their episodes and snippets. Three queries."""
    ids = [match.segment for match in matches]
    snippets = _snippets(_expression(query), ids) if ids else {}
    segments = Segment.objects.in_bulk(ids)
    episodes = Episode.objects.select_related("show").in_bulk({match.episode for match in matches})
    return [
        Moment(
            episodes[match.episode],
            segments[match.segment],
            match.score,
            match.lens,
            _pieces(snippets[match.segment]),
        )
        for match in matches
        # A passage can be deleted between the queries.
        if match.segment in segments.keys() & snippets.keys() and match.episode in episodes
    ]


def moments_by_band(
    query: Query, filters: MomentFilters, *, limit: int
) -> dict[Band, list[Moment]]:
    """Return the best `limit` moments of each band, without off-topic ones. Four queries."""
    if not query:
        return {band: [] for band in Band}
    statement = bands_statement(
        _expression(query), filters, vendor=connection.vendor, edge=BAND_EDGE - 0.5, limit=limit
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        rows = cursor.fetchall()
    moments = moments_of(query, [Match(*row[1:]) for row in rows])
    sides = {row[1]: row[0] for row in rows}
    return {
        band: [moment for moment in moments if sides[moment.segment.pk] == side]
        for side, band in enumerate(Band, start=-1)
    }


def count_moments(query: Query, filters: MomentFilters, *, maximum: int) -> int:
    """Count the matching moments with one query. The count stops at `maximum`."""
    if not query:
        return 0
    vendor, match = connection.vendor, _expression(query)
    statement = count_statement(match, filters, vendor=vendor, maximum=maximum)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return int(cursor.fetchone()[0])


def _expression(query: Query) -> str:
    return query.for_sqlite() if connection.vendor == "sqlite" else query.for_postgresql()


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
        if len(matches) == limit or ranked != MAX_RANKED or not is_partial:
            break
    return matches


def _snippets(match: str, ids: Sequence[int]) -> dict[int, str]:
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
