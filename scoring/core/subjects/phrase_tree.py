"""Prefix tree for finding all phrases in a text in one pass."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from scoring.core.subjects.folding import fold, spell

CACHED_WORDS = 50_000


class _Node:
    __slots__ = ("beginnings", "lengths", "meanings", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.beginnings: dict[str, _Node] = {}
        self.lengths: tuple[int, ...] = ()
        self.meanings: list[int] = []

    def after(self, word: str) -> list["_Node"]:
        """Return the child nodes that match `word`."""
        nodes = [self.words[word]] if word in self.words else []
        for length in self.lengths:
            if length <= len(word) and (node := self.beginnings.get(word[:length])):
                nodes.append(node)
        return nodes


class PhraseTree:
    """A set of phrases. Each phrase has one or more numbers that identify its meanings.

    Once all phrases are added, any number of threads can search the tree.
    """

    def __init__(self) -> None:
        self._root = _Node()
        self._first = lru_cache(maxsize=CACHED_WORDS)(self._root.after)

    def add(self, phrase: str, meaning: int) -> None:
        """Add `phrase` with the number `meaning`. A `*` at the end of a word matches any ending."""
        node = self._root
        for word in phrase.split():
            if word.endswith("*"):
                children, key = node.beginnings, spell(word[:-1])
                node.lengths = tuple(sorted({*node.lengths, len(key)}))
            else:
                children, key = node.words, fold(word)
            node = children.setdefault(key, _Node())
        node.meanings.append(meaning)
        self._first.cache_clear()

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield (start, end, number) for each phrase found in `words`; `end` is exclusive.

        The words must already be normalised with `fold`.
        """
        for first, word in enumerate(words):
            nodes = self._first(word)
            end = first + 1
            while nodes:
                for node in nodes:
                    for meaning in node.meanings:
                        yield first, end, meaning
                if end == len(words):
                    break
                nodes = [child for node in nodes for child in node.after(words[end])]
                end += 1
