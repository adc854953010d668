"""The learned weights: a table of whole numbers, stored as text.

A line that begins with `=` is a setting: its name and its values. Every other line is a feature
with its direction weight, its magnitude weight and seven lens weights in the order of `Lens`.
Weights are in thousandths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from scoring.core.spectrum import Lens
from scoring.core.stance import naming
from scoring.core.stance.lexicon import built_in
from scoring.core.version_hash import version_hash

UNIT = 1000
LENSES = tuple(Lens)

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights that do not belong to a feature, as integers in thousandths."""

    direction: int
    magnitude: int
    stretch: int
    lens: tuple[int, ...]
    lexicon: tuple[int, ...]
    """The direction weight of the lexicon phrases of each theme, in the order of `THEMES`."""


@dataclass(frozen=True)
class Weights:
    """The settings and the weights of the features.

    `rows` maps each feature to its row in `table`, whose columns are direction, magnitude and the
    lenses.
    """

    settings: Settings
    rows: Mapping[str, int]
    table: Integers

    @classmethod
    def parse(cls, source: str) -> "Weights":
        """Return the weights in `source`. Raises ValueError with the number of the invalid line."""
        values: dict[str, tuple[int, ...]] = {}
        names: dict[str, int] = {}
        table: list[list[int]] = []
        for number, line in enumerate(source.splitlines(), start=1):
            try:
                name, *numbers = line.split("\t")
                if name.startswith("= "):
                    values[name[2:]] = tuple(map(int, numbers))
                else:
                    row = list(map(int, numbers))
                    if len(row) != 2 + len(LENSES) or name in names:
                        raise ValueError
                    names[name] = len(table)
                    table.append(row)
            except ValueError:
                raise ValueError(f"line {number} of the weights is not valid: {line!r}") from None
        single = {name: values[name][0] for name in ("direction", "magnitude", "stretch")}
        settings = Settings(**single, lens=values["lens"], lexicon=values["lexicon"])
        return cls(settings, names, np.array(table, dtype=np.int64).reshape(-1, 2 + len(LENSES)))

    def write(self) -> str:
        """Return the weights in the format of `parse`, with features in alphabetical order."""
        lines = []
        for field in fields(Settings):
            value = getattr(self.settings, field.name)
            numbers = value if isinstance(value, tuple) else (value,)
            lines.append("\t".join([f"= {field.name}", *map(str, numbers)]))
        for name in sorted(self.rows):
            lines.append("\t".join([name, *map(str, self.table[self.rows[name]].tolist())]))
        return "\n".join(lines) + "\n"


def read_built_in() -> tuple[Weights, str]:
    """Return the built-in weights, and the version of the scorer.

    The version is a hash of everything that affects judgements: the weights, the lexicon, and the
    rules for showing phrases.
    """
    source = resources.files("scoring.core.stance").joinpath("weights.tsv").read_text("utf-8")
    return Weights.parse(source), version_hash(source, built_in()[1], naming.source())
