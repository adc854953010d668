"""Count the terms of a library, and decide which of them name topics.

The stop list has words that never name a topic. A term also names no topic in a library if it is
part of a speaker's name or, with `MIN_CONVERSATIONS` or more, if one of two rules applies:

- More than two thirds of the conversations use it, so it does not distinguish them.
- It is evenly distributed. Topics last for several passages: after a passage with the term, the
  next one must be likelier to use it than the average passage, by `MIN_LIFT`. The rule applies from
  `MIN_PASSAGES` passages with the term.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.core.topics.terms import read_terms, stem_of, words_of

MIN_CONVERSATIONS = 12
"""In a smaller library, terms that most conversations share can still be topics."""
COMMON = 2 / 3
MIN_PASSAGES = 12
"""Minimum passages with a term for its distribution to be meaningful."""
MIN_LIFT = 0.1
"""Chosen by reading the terms on either side of it (docs/counterbalance.md)."""
PRUNE_EVERY = 200_000
"""Passages after which terms with one occurrence are dropped, to limit memory."""


@dataclass
class Count:
    """Number of passages and conversations per term, and of consecutive passages with it."""

    passages: int = 0
    conversations: int = 0
    said: Counter[str] = field(default_factory=Counter)
    """Passages by term."""
    gone_on: Counter[str] = field(default_factory=Counter)
    """Passages by term whose previous passage has the term too."""
    spread: Counter[str] = field(default_factory=Counter)
    """Conversations by term."""
    words: dict[str, Counter[str]] = field(default_factory=dict)
    speakers: set[str] = field(default_factory=set)
    """Stems of the words in speakers' names."""

    def name(self, speaker: str) -> None:
        """Add a speaker's name."""
        self.speakers.update(stem_of(word.lower()) for word in words_of(speaker))

    def add(self, texts: Sequence[str]) -> None:
        """Add a conversation, given the texts of its passages in order."""
        known: set[str] = set()
        before: set[str] = set()
        for text in texts:
            terms = set[str]()
            for term, label in read_terms(text):
                terms.add(term)
                self.words.setdefault(term, Counter())[label] += 1
            self.said.update(terms)
            self.gone_on.update(terms & before)
            known |= terms
            before = terms
            self.passages += 1
            if self.passages % PRUNE_EVERY == 0:
                self._forget()
        self.spread.update(known)
        self.conversations += 1

    def shared(self) -> dict[str, int]:
        """Return the terms of more than one conversation, with their numbers of passages."""
        return {term: count for term, count in self.said.items() if self.spread[term] > 1}

    def names_topic(self, term: str) -> bool:
        """Return whether `term` names a topic in this library, by the rules above."""
        if term in self.speakers:
            return False
        if self.conversations < MIN_CONVERSATIONS:
            return True
        if self.spread[term] > COMMON * self.conversations:
            return False
        count = self.said[term]
        return (
            count < MIN_PASSAGES or self.gone_on[term] / count - count / self.passages >= MIN_LIFT
        )

    def label(self, term: str) -> str:
        """Return the most frequent words for `term`, in their most frequent spelling."""
        written = self.words[term]
        said: Counter[str] = Counter()
        for words, count in written.items():
            said[words.lower()] += count
        best = min(said, key=lambda words: (-said[words], words))
        forms = [words for words in written if words.lower() == best]
        return min(forms, key=lambda words: (-written[words], words.swapcase()))

    def _forget(self) -> None:
        for term in [term for term, count in self.said.items() if count == 1]:
            del self.said[term], self.words[term]
