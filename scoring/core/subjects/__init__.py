"""A controlled vocabulary of subjects, and their mentions in texts."""
