"""Open data as CSV, JSON Lines, Parquet and daily dumps."""
