"""Labelled conversations, used to evaluate positions."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.core.evaluation.labels import SPELLINGS, BadLabels
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Lens


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a speaker: a cue without times."""

    text: str
    speaker: str = ""
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation with its annotated position (`whole`, -100 to 100) and charge (0 to 100)."""

    episode: str
    show: str
    turns: tuple[Turn, ...]
    whole: float
    charge: float
    lens: Lens


def read_conversations(paths: Sequence[Path]) -> list[Conversation]:
    """Return the conversations in JSON Lines files, which can be gzipped.

    Raises BadLabels on the first error.
    """
    conversations = [conversation for path in paths for conversation in _read(path)]
    if not conversations:
        raise BadLabels(f"{', '.join(map(str, paths))}: the files contain no conversations")
    return conversations


def _read(path: Path) -> Iterator[Conversation]:
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise BadLabels(f"{path}: {error}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _conversation(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else error
            raise BadLabels(f"{path}, line {number}: {reason}") from error


def _conversation(row: dict[str, Any]) -> Conversation:
    whole, charge, lens = float(row["whole"]), float(row["charge"]), str(row["lens"])
    if not SCALE_MIN <= whole <= SCALE_MAX:
        raise ValueError(f"position {whole:g} is not between {SCALE_MIN} and {SCALE_MAX}")
    if not 0 <= charge <= 100:
        raise ValueError(f"charge {charge:g} is not between 0 and 100")
    return Conversation(
        episode=str(row["episode"]),
        show=str(row["show"]),
        turns=tuple(Turn(str(t["text"]), str(t.get("speaker") or "")) for t in row["turns"]),
        whole=whole,
        charge=charge,
        lens=Lens(SPELLINGS.get(lens, lens)),
    )
