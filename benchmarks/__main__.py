"""Run all benchmarks, or the named ones: `python -m benchmarks [NAME...]`."""

import sys
from collections.abc import Callable
from importlib import import_module

from benchmarks.database import scratch_database
from benchmarks.figures import Measured
from benchmarks.report import renew

NAMES = [
    "scoring",
    "workers",
    "stages",
    "pages",
    "queries",
    "search",
    "mirror",
    "answers",
    "api",
    "cost",
    "cost_32",
    "memory",
    "size",
    "load",
]


def main(names: list[str]) -> None:
    for name in names or NAMES:
        print(f"{name} ...", flush=True)
        measure: Callable[[], Measured] = import_module(f"benchmarks.{name}").measure
        with scratch_database():
            measured = measure()
        for figure in measured.figures:
            print(f"  {figure.name} {figure.value:g} {figure.limit}", flush=True)
        renew(name, measured)


if __name__ == "__main__":
    main(sys.argv[1:])
