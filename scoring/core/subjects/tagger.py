"""Find the subjects mentioned in a text."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from scoring.core.subjects.folding import read_folded
from scoring.core.subjects.phrase_tree import PhraseTree
from scoring.core.subjects.vocabulary import AI, Subject, built_in

REACH = 40
"""Maximum distance, in words, between an ambiguous phrase and one of its context words."""
SAYS_AI = (
    "ai",
    "a i",
    "artificial intelligence",
    "artificially intelligent",
    "machine intelligence",
    "intelligent machine*",
    "machine learning",
    "deep learning",
    "neural net*",
    "language model",
    "foundation model",
    "frontier model",
    "llm",
    "agi",
    "superintelligen*",
    "super intelligen*",
    "general intelligence",
    "robot*",
    "algorithm*",
    "chatbot",
    "chatgpt",
    "chat gpt",
    "gpt",
    "openai",
    "anthropic",
    "deepmind",
    "self driving",
)
"""Phrases that mention AI. Each match counts as the context word `AI`, and in `Tagged.says_ai`."""
PLAIN, AMBIGUOUS, CONTEXT = range(3)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a subject, with the start and end offsets of its characters."""

    subject: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """The subject mentions in a text, in order, and the number of mentions of AI."""

    mentions: tuple[Mention, ...]
    says_ai: int

    def counts(self) -> dict[str, int]:
        """Return the number of mentions by subject slug, in order of first mention."""
        counts: dict[str, int] = {}
        for mention in self.mentions:
            counts[mention.subject] = counts.get(mention.subject, 0) + 1
        return counts


_Run = tuple[int, int, int]
"""A run of words: index of the first word, index after the last word, and subject number."""


class Tagger:
    """Finds the subjects of a vocabulary in texts, in linear time. Instances are thread-safe.

    If several subjects have the same slug, the last one is used, so that editors' subjects replace
    built-in ones.
    """

    def __init__(self, subjects: Iterable[Subject]) -> None:
        rows = {subject.slug: subject for subject in subjects}
        self.subjects = tuple(rows.values())
        self._tree = PhraseTree()
        self._ai = len(self.subjects)
        self._about_ai = frozenset(
            number for number, subject in enumerate(self.subjects) if AI in subject.context
        )
        for number, subject in enumerate(self.subjects):
            for kind, phrases in enumerate((subject.phrases, subject.ambiguous, subject.context)):
                for phrase in phrases:
                    if phrase != AI:
                        self._tree.add(phrase, 3 * number + kind)
        for phrase in SAYS_AI:
            self._tree.add(phrase, 3 * self._ai + CONTEXT)

    def tag(self, text: str) -> Tagged:
        """Return the mentions in `text`; the same text always gives the same mentions."""
        words = list(read_folded(text))
        plain: list[_Run] = []
        unsure: list[_Run] = []
        context: defaultdict[int, list[int]] = defaultdict(list)
        for first, end, meaning in self._tree.find([word for word, _, _ in words]):
            subject, kind = divmod(meaning, 3)
            if kind == CONTEXT:
                context[subject].append(first)
            else:
                (plain if kind == PLAIN else unsure).append((first, end, subject))
        runs = plain + self._in_context(unsure, {run[2] for run in plain}, context)
        mentions = tuple(
            Mention(self.subjects[subject].slug, words[first][1], words[end - 1][2])
            for first, end, subject in _outermost(runs)
        )
        return Tagged(mentions, len(context[self._ai]))

    def _in_context(
        self, runs: Sequence[_Run], plain: set[int], context: dict[int, list[int]]
    ) -> list[_Run]:
        """Return the ambiguous `runs` that are mentions of their subjects.

        A run is a mention if a context word of its subject is nearby, or if the text also contains
        an unambiguous phrase of that subject.
        """
        confirmed = []
        for first, end, subject in runs:
            sources = [context[subject]] if subject in context else []
            if subject in self._about_ai and self._ai in context:
                sources.append(context[self._ai])
            if subject in plain or any(_near(places, first, end) for places in sources):
                confirmed.append((first, end, subject))
        return confirmed


def _near(places: Sequence[int], first: int, end: int) -> bool:
    """Return whether a word index in `places` is outside a run, but within `REACH` words of it."""
    before = bisect_left(places, first) - bisect_left(places, first - REACH)
    after = bisect_right(places, end - 1 + REACH) - bisect_left(places, end)
    return before + after > 0


def _outermost(runs: Iterable[_Run]) -> list[_Run]:
    """Return the runs that are not part of a longer run.

    For example, "AI control" in "AI control protocol" is not a separate mention. If two runs of the
    same subject overlap, only the first is returned.
    """
    outermost: list[_Run] = []
    ends: dict[int, int] = {}
    reached, reached_from = 0, 0
    for first, end, subject in sorted(set(runs), key=lambda run: (run[0], -run[1], run[2])):
        inside = end < reached or (end == reached and first > reached_from)
        if end > reached:
            reached, reached_from = end, first
        if not inside and first >= ends.get(subject, 0):
            outermost.append((first, end, subject))
            ends[subject] = end
    return outermost


@cache
def built_in_tagger() -> Tagger:
    """Return a tagger for the built-in subjects."""
    return Tagger(built_in())
