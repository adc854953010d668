"""Search of the whole library for moments: passages in which the words asked for are said."""

from library.search.moments import Moment, search_moments
from library.search.query.parser import Query, Term, parse_query

__all__ = ["Moment", "Query", "Term", "parse_query", "search_moments"]
