"""Estimate the machine that a library needs, from measured memory and database sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log2
from typing import Any

REDIS = 256
"""Memory limit of Redis in docker-compose.yml, in MiB."""
SINGLE = 2
"""Number of other processes (Celery beat and Celery's parent), each counted as a web worker."""


@dataclass(frozen=True)
class Setup:
    """A library size, and the machine for it.

    `web` and `scoring` are numbers of processes; `database` is the memory for PostgreSQL in MiB.
    """

    episodes: int
    cores: int
    web: int
    scoring: int
    database: int


SETUPS = (Setup(1_000, 1, 2, 2, 256), Setup(10_000, 2, 4, 2, 1024))


def sizing(report: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return a table row for each of `SETUPS`."""
    web, scoring, episode = _measured(report["details"])
    rows: list[dict[str, object]] = []
    for setup in SETUPS:
        summed = (setup.web + SINGLE) * web + setup.scoring * scoring + REDIS + setup.database
        rows.append(
            {
                "library": f"{setup.episodes:,} episodes",
                "web + beat and Celery's own": f"({setup.web} + {SINGLE}) × {web} MiB",
                "scoring": f"{setup.scoring} × {scoring} MiB",
                "Redis": f"{REDIS} MiB",
                "PostgreSQL": f"{setup.database:,} MiB",
                "sum": f"{summed:,} MiB",
                "machine": f"{_cores(setup.cores)}, {2 ** ceil(log2(summed / 1024))} GB",
                "database": f"{ceil(setup.episodes * episode / 1024)} GB",
            }
        )
    return rows


def _measured(details: Mapping[str, Any]) -> tuple[int, int, float]:
    """Return MiB per web worker, per scoring worker at its peak, and per stored episode."""
    memory = {row["process"]: row["after, MiB"] for row in details["memory"]["rows"]}
    scoring = max(taken for name, taken in memory.items() if name.startswith("scoring"))
    largest = details["size"]["rows"][-1]
    return memory["web, one worker"], scoring, largest["per episode, MiB"]


def _cores(number: int) -> str:
    return "1 core" if number == 1 else f"{number} cores"
