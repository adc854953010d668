"""Atom feeds and the sitemap."""
