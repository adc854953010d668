"""Read label files: segments with the scores and lenses that an annotator assigned."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Lens

SPELLINGS = {"offtopic": Lens.OFF_TOPIC.value}


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled passage, with its score in points.

    `plain` is the text of the passage without speaker names. Both passages of a stance pair
    have the same `pair` and `device` (the rhetorical device).
    """

    id: str
    episode: str
    show: str
    plain: str
    score: float
    lens: Lens
    pair: str = ""
    device: str = ""


class BadLabels(ValueError):
    """A label file is invalid; the message contains its path and, if known, the line."""


def read_labels(paths: Sequence[Path]) -> list[Label]:
    """Return the labels in JSON Lines files, in order. Raises BadLabels on the first error."""
    labels = [label for path in paths for label in _read(path)]
    if not labels:
        raise BadLabels(f"{', '.join(map(str, paths))}: the files contain no labels")
    return labels


def by_episode(labels: Sequence[Label]) -> list[list[int]]:
    """Return the indices of each episode's labels; episodes are in order of first appearance."""
    indices: dict[str, list[int]] = defaultdict(list)
    for index, label in enumerate(labels):
        indices[label.episode].append(index)
    return list(indices.values())


def _read(path: Path) -> Iterator[Label]:
    try:
        lines: Iterable[str] = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadLabels(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _label(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else error
            raise BadLabels(f"{path}, line {number}: {reason}") from error


def _label(row: dict[str, object]) -> Label:
    score = row["score"]
    if isinstance(score, bool) or not isinstance(score, int | float):
        raise ValueError(f"score {score!r} is not a number")
    if not SCALE_MIN <= score <= SCALE_MAX:
        raise ValueError(f"score {score} is not between {SCALE_MIN} and {SCALE_MAX}")
    device = str(row.get("device") or "")
    if device:
        # Passages of pairs usually have no episode or show, so use their ID instead.
        row = {"episode": row["id"], "show": row["id"], **row}
    texts = {name: row[name] for name in ("id", "episode", "show", "plain", "lens")}
    for name, value in texts.items():
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{name} must be a non-empty string")
    lens = str(row["lens"])
    return Label(
        id=str(row["id"]),
        episode=str(row["episode"]),
        show=str(row["show"]),
        plain=str(row["plain"]),
        score=float(score),
        lens=Lens(SPELLINGS.get(lens, lens)),
        # Each author's pairs are numbered from 1, so add the author's name from the passage ID.
        pair=f"{str(row['id']).rpartition('-')[0]} {row.get('pair')}" if device else "",
        device=device,
    )
