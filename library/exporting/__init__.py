"""Export open data as CSV, JSON Lines, Parquet and daily dumps."""
