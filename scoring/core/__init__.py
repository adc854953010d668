"""The scoring core: slicing, scoring, statistics and explanations in plain Python.

This package does not use Django, its settings, the database or the current date. The same input
always gives the same scores.
"""
