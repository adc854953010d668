"""The scoring core: slicing, scoring, statistics and the sentences that explain them. Plain Python.

Everything here is deterministic and uses no Django, no settings, no clock, and no files outside
this package.
"""
