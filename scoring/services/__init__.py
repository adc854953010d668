"""Writes of scoring: assessments, aggregation and the topic index."""
