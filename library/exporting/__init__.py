"""Open data as CSV, Parquet, JSON and daily dumps."""
