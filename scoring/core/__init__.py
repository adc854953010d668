"""The measuring core: slicing, scoring, statistics and their words. Plain Python, no Django.

Everything here is deterministic and free of settings, files outside this package, and the clock.
"""
