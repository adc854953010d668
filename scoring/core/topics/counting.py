"""The terms of a library, counted, and which of them name topics there.

A stop list knows what names no topic anywhere. What names none in this library, the library tells:
no word of a speaker's name does, nor, from `ENOUGH` conversations on, what two rules say:

- What more than two thirds of the conversations say tells none of them from the others.
- A topic goes on. Of a term said in `OFTEN` passages or more, a passage after one that says it must
  be likelier to say it than any passage is, by `CARRY`; a word strewn evenly is a manner of speech.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.core.topics.terms import read_terms, stem_of, words_of

ENOUGH = 12
"""Conversations; of fewer, most of what they share is all they have in common."""
COMMON = 2 / 3
OFTEN = 12
"""Passages; fewer say nothing of how a term is strewn."""
CARRY = 0.1
"""Judged by reading the terms on either side of it (docs/counterbalance.md)."""
FORGOTTEN_EVERY = 200_000
"""Passages after which terms said once only are dropped, to bound the memory of a count."""


@dataclass
class Count:
    """In how many passages and conversations terms are said, and how often they go on."""

    passages: int = 0
    conversations: int = 0
    said: Counter[str] = field(default_factory=Counter)
    """Passages by term."""
    gone_on: Counter[str] = field(default_factory=Counter)
    """Passages by term that say it as the passage before them does."""
    spread: Counter[str] = field(default_factory=Counter)
    """Conversations by term."""
    words: dict[str, Counter[str]] = field(default_factory=dict)
    speakers: set[str] = field(default_factory=set)
    """Stems of the words of names of those who speak."""

    def name(self, speaker: str) -> None:
        """Note the name of somebody who speaks in the library."""
        self.speakers.update(stem_of(word.lower()) for word in words_of(speaker))

    def add(self, texts: Sequence[str]) -> None:
        """Count one conversation, given the texts of its passages in order."""
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
            if self.passages % FORGOTTEN_EVERY == 0:
                self._forget()
        self.spread.update(known)
        self.conversations += 1

    def shared(self) -> dict[str, int]:
        """Return the terms of more than one conversation, with the number of their passages."""
        return {term: count for term, count in self.said.items() if self.spread[term] > 1}

    def names_topic(self, term: str) -> bool:
        """Tell whether `term` names a topic in this library, by the rules above."""
        if term in self.speakers:
            return False
        if self.conversations < ENOUGH:
            return True
        if self.spread[term] > COMMON * self.conversations:
            return False
        count = self.said[term]
        return count < OFTEN or self.gone_on[term] / count - count / self.passages >= CARRY

    def label(self, term: str) -> str:
        """Return the words that `term` stands for most often, as they are most often written."""
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
