"""Queries that combine several models."""
