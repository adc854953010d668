"""Full-text search for moments: passages that match a query."""

from library.search.moments import Moment, count_moments, search_moments
from library.search.query.parser import Query, Term, parse_query

__all__ = ["Moment", "Query", "Term", "count_moments", "parse_query", "search_moments"]
