"""Parser for search queries, and the SQL that runs them."""
