"""Files of open data: CSV, Parquet, JSON and the daily dump."""
