"""Methodology, balance of the library, and style guide."""
