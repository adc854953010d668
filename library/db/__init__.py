"""Database access below the models."""
