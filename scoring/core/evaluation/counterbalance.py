"""Evaluate mirror picks against judged pairs of conversations."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.core.evaluation.labels import BadLabels

SLUG_LENGTH = 50
"""Slugs are compared by this many leading characters, because some libraries truncate them."""
MAX_PICKS = 3
"""Maximum number of picks that are evaluated per query."""


@dataclass(frozen=True, slots=True)
class Query:
    """A conversation and the good picks for its page.

    `relevant` maps the slug of each good pick to its grade, which is 1 or more.
    """

    slug: str
    relevant: Mapping[str, float]


def read_queries(path: Path) -> list[Query]:
    """Return the queries in a JSON Lines file. Raises BadLabels on the first error."""
    queries = []
    for number, row in read_rows(path):
        try:
            grades = {short(slug): float(grade) for slug, grade in row["relevant"].items()}
            queries.append(Query(str(row["query"]), grades))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadLabels(f"{path}, line {number}: {error!r}") from error
    return queries


def read_rows(path: Path) -> list[tuple[int, Any]]:
    """Return the line number and value of each non-blank line in a JSON Lines file.

    Raises BadLabels if the file is invalid or empty.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
        rows = [(number, json.loads(line)) for number, line in enumerate(lines, 1) if line.strip()]
    except (OSError, ValueError) as error:
        raise BadLabels(f"{path}: {error}") from error
    if not rows:
        raise BadLabels(f"{path}: the file contains no lines")
    return rows


def short(slug: str) -> str:
    """Return the part of a slug used for comparison."""
    return slug[:SLUG_LENGTH].strip("-")


def evaluate_counterbalance(
    queries: Sequence[Query], picks: Mapping[str, Sequence[str]], slots: Sequence[Sequence[str]]
) -> dict[str, Any]:
    """Return the metrics of `picks`, which maps the slug of each query to its picks, best first.

    `slots` contains the picks on every page of the library, from which the most frequent is found.
    """
    ranked = [(query, [short(slug) for slug in picks[query.slug]]) for query in queries]
    shown = sum(len(slugs) for _, slugs in ranked)
    hits = [sum(slug in query.relevant for slug in slugs) for query, slugs in ranked]
    filled = Counter(slug for page in slots for slug in page)
    return {
        "n": len(queries),
        "ndcg_at_3": _share(sum(_ndcg(query, slugs) for query, slugs in ranked), len(queries)),
        "shown": shown,
        "relevant": sum(hits),
        "precision": _share(sum(hits), shown),
        "queries_with_relevant": sum(hit > 0 for hit in hits),
        "most_picked_share": _share(max(filled.values(), default=0), filled.total()),
    }


def _ndcg(query: Query, slugs: Sequence[str]) -> float:
    ideal = sorted(query.relevant.values(), reverse=True)
    best = _gain(ideal)
    return _gain([query.relevant.get(slug, 0.0) for slug in slugs]) / best if best else 0.0


def _gain(grades: Sequence[float]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades[:MAX_PICKS], 1))


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
