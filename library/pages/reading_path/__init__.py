"""Reading paths and their files."""
