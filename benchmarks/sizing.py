"""What machine a library needs: sums of what memory and size were measured at."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, log2
from typing import Any

REDIS = 256
"""MiB that docker-compose.yml lets Redis keep."""
SINGLE = 5
"""Beat, both Celery workers' own processes, and the two children of the one that does not score.

Each holds the app, as a web worker does.
"""


@dataclass(frozen=True)
class Setup:
    """A library, and the processes that serve it; `database` is MiB that PostgreSQL is given."""

    episodes: int
    cores: int
    web: int
    scoring: int
    database: int


SETUPS = (Setup(1_000, 1, 2, 2, 256), Setup(10_000, 2, 4, 2, 1024))


def sizing(report: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return a row for each of `SETUPS`."""
    web, scoring, episode = _measured(report["details"])
    rows: list[dict[str, object]] = []
    for setup in SETUPS:
        summed = (setup.web + SINGLE) * web + setup.scoring * scoring + REDIS + setup.database
        rows.append(
            {
                "library": f"{setup.episodes:,} episodes",
                "web + beat and Celery": f"({setup.web} + {SINGLE}) × {web} MiB",
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
    """Return MiB of a web worker, of a scoring process at its most, and of an episode stored."""
    memory = {row["process"]: row["after, MiB"] for row in details["memory"]["rows"]}
    scoring = max(taken for name, taken in memory.items() if name.startswith("scoring"))
    largest = details["size"]["rows"][-1]
    return memory["web, one worker"], scoring, largest["of that for an episode, MiB"]


def _cores(number: int) -> str:
    return "1 core" if number == 1 else f"{number} cores"
