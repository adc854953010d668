"""Reading paths and their downloads."""
