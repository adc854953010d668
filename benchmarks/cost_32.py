"""The cost of requests in a library of 32 episodes."""

from benchmarks import cost
from benchmarks.figures import Measured


def measure() -> Measured:
    return cost.measure(episodes=32, name="cost_32")
