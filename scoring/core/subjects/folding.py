"""Normalise words for comparison with phrases of the vocabulary.

Machine captions have no capitals, no punctuation and often no apostrophes or hyphens, and some
words have two spellings. Comparison therefore ignores case, apostrophes, hyphens, plurals and the
difference between British and American spelling.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"a\.i\b\.?|[^\W_]+(?:['’][^\W\d_]+)*")
_AMERICAN = {
    "labour": "labor",
    "behaviour": "behavior",
    "favour": "favor",
    "colour": "color",
    "defence": "defense",
    "centre": "center",
    "licence": "license",
    "sceptic": "skeptic",
    "judgement": "judgment",
    "modell": "model",
    "labell": "label",
}
_BRITISH = re.compile("|".join(_AMERICAN))
_SINGULAR = {"ais": "ai", "gpus": "gpu", "tpus": "tpu", "men": "man", "women": "woman"}
_NO_PLURAL = ("ss", "us", "is")
_WHOLE = frozenset(["rights", "news", "arms", "goods", "means", "times", "ads", "bias", "gas"])
"""Words that keep their final `s`, because it is not a plural ending or changes the meaning."""
MIN_PLURAL = 4
"""Minimum number of letters in a word for its final `s` to count as a plural ending."""


def read_folded(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the normalised form of each word of `text`, with its start and end offsets."""
    for match in _WORD.finditer(lower(text)):
        yield fold(match.group()), match.start(), match.end()


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return the normalised form of a lower-case word: singular, one spelling, no apostrophes."""
    bare = word.replace("’", "'").removesuffix("'s").replace("'", "").replace(".", "")
    bare = _SINGULAR.get(bare, bare)
    if bare in _WHOLE:
        return bare
    if bare.endswith("ies") and len(bare) > MIN_PLURAL:
        bare = f"{bare[:-3]}y"
    elif bare.endswith("s") and len(bare) >= MIN_PLURAL and not bare.endswith(_NO_PLURAL):
        bare = bare[:-1]
    return spell(bare)


def spell(word: str) -> str:
    """Return the same spelling for the British and the American form of a word or its beginning."""
    return _BRITISH.sub(lambda match: _AMERICAN[match.group()], word).replace("iz", "is")


def lower(text: str) -> str:
    """Return `text` in lower case, with all character offsets unchanged."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
