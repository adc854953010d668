"""The query of a search, parsed and as SQL. Plain Python."""
