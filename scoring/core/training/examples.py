"""Hand-written training passages for cases with few labels.

Each line of `examples.tsv` has a score and a passage. Many passages are close to the ends of the
scale: they describe scenarios, harms and hopes, or deny them. Others use similar words but take no
side. Examples have less weight than labels, are never used for evaluation, and do not belong to a
show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from scoring.core.spectrum import SCALE_MAX, SCALE_MIN


@dataclass(frozen=True, slots=True)
class Example:
    """A passage and its intended score, from -100 to 100."""

    text: str
    score: float


def read_examples(source: str) -> list[Example]:
    """Return the examples in `source`. Raises ValueError with the number of the invalid line."""
    examples = []
    for number, line in enumerate(source.splitlines(), start=1):
        score, _, text = line.partition("\t")
        try:
            value = float(score)
        except ValueError:
            value = SCALE_MAX + 1.0
        if not text.strip() or not SCALE_MIN <= value <= SCALE_MAX:
            raise ValueError(f"line {number} of the examples is not valid: {line!r}")
        examples.append(Example(text, value))
    return examples


@cache
def built_in_examples() -> Sequence[Example]:
    """Return the examples in `examples.tsv`."""
    source = resources.files("scoring.core.training").joinpath("examples.tsv").read_text("utf-8")
    return tuple(read_examples(source))
