"""Open data files: CSV, Parquet, JSON and the daily dump."""
