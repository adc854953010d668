"""Low-level database code."""
