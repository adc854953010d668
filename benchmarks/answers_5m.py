"""Time to find answering passages among 5,000,000 segments, on PostgreSQL.

This benchmark takes 15 minutes and 20 GB of disk space, so it runs only when requested by name.
"""

from benchmarks.answers import compared, measure_library
from benchmarks.figures import Measured
from benchmarks.library import fill
from benchmarks.multiply import indexed_afterwards, loading, multiply
from benchmarks.topics import fill_topics
from scoring.models import SegmentTerm

EPISODES, SEGMENTS, TIMES = 1_000, 100, 50


def measure() -> Measured:
    fill(EPISODES, SEGMENTS)
    fill_topics()
    few = measure_library(EPISODES * SEGMENTS)
    multiply(TIMES)
    with indexed_afterwards(SegmentTerm), loading():
        fill_topics()
    many = measure_library(EPISODES * SEGMENTS * TIMES)
    return compared("Answering passages in a large library", [few, many], "_5m")
