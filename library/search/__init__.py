"""Full-text search for moments: passages that match a query."""

from library.search.moments import (
    Match,
    Moment,
    count_moments,
    find_matches,
    moments_by_band,
    moments_of,
    search_moments,
)
from library.search.query.parser import Query, Term, parse_query

__all__ = [
    "Match",
    "Moment",
    "Query",
    "Term",
    "count_moments",
    "find_matches",
    "moments_by_band",
    "moments_of",
    "parse_query",
    "search_moments",
]
