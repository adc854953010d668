"""Methodology, balance of the library, style guide."""
