"""Podcast feeds."""
