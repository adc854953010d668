"""The scoring core: slicing, scoring, statistics and explanations. Plain Python.

Everything here is deterministic, without Django, settings, a clock, or files outside this package.
"""
