"""Writes of scoring: assessments, their sums, the topic index."""
