"""Read stance pairs: passages with similar words and opposite stances."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from scoring.core.evaluation.labels import SPELLINGS, BadLabels
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Lens

BUILT_IN = "stance_pairs.jsonl"
"""File of passages written for this project: pairs, and single passages that score about 0."""


@dataclass(frozen=True, slots=True)
class Member:
    """A passage of a stance pair, or a single passage, for which `pair` is empty."""

    id: str
    pair: str
    text: str
    score: float
    lens: Lens


def read_pairs(paths: Sequence[Path]) -> list[Member]:
    """Return the passages in JSON Lines files, in order. Raises BadLabels on the first error."""
    return [member for path in paths for member in _read(path)]


def built_in_pairs() -> list[Member]:
    """Return the passages in the file `BUILT_IN`."""
    with resources.as_file(resources.files(__package__).joinpath(BUILT_IN)) as path:
        return read_pairs([path])


def _read(path: Path) -> Iterator[Member]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadLabels(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            yield _member(json.loads(line), path.stem)
        except (ValueError, KeyError, TypeError) as error:
            reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else error
            raise BadLabels(f"{path}, line {number}: {reason}") from error


def _member(row: dict[str, object], source: str) -> Member:
    score, lens, text = float(str(row["score"])), str(row["lens"]), str(row["plain"])
    if not SCALE_MIN <= score <= SCALE_MAX:
        raise ValueError(f"score {score:g} is not between {SCALE_MIN} and {SCALE_MAX}")
    if not text.strip():
        raise ValueError("`plain` must not be empty")
    pair = "" if row["device"] == "zero" else f"{source}/{str(row['id'])[:2]}/{row['pair']}"
    return Member(str(row["id"]), pair, text, score, Lens(SPELLINGS.get(lens, lens)))
