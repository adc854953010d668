"""Count the terms of a library, and decide which of them name topics.

Words in the stop list never name a topic, and neither do terms in a speaker's name. In a library of
at least `MIN_CONVERSATIONS` conversations, two rules exclude more terms:

- A term does not name a topic if more than two thirds of the conversations use it, because it does
  not distinguish them.
- A term does not name a topic if it is evenly distributed. A topic lasts for several passages,
  so directly after a passage with the term, the term must be more likely than in an average
  passage, by at least `MIN_LIFT`. This rule applies to terms in at least `MIN_PASSAGES` passages.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.core.topics.terms import read_terms, stem_of, words_of

MIN_CONVERSATIONS = 12
"""Minimum number of conversations for the rules against common and evenly distributed terms."""
COMMON = 2 / 3
MIN_PASSAGES = 12
"""Minimum number of passages with a term for its distribution to be meaningful."""
MIN_LIFT = 0.1
"""Minimum increase in the probability of a term after a passage with that term. Chosen by reading
the terms just above and below this limit (docs/counterbalance.md)."""
PRUNE_EVERY = 200_000
"""Number of passages after which terms in only one passage are dropped, to limit memory."""


@dataclass
class Count:
    """Counts of the passages, conversations and terms of a library."""

    passages: int = 0
    conversations: int = 0
    passage_counts: Counter[str] = field(default_factory=Counter)
    """Number of passages that contain each term."""
    gone_on: Counter[str] = field(default_factory=Counter)
    """Number of passages with each term that directly follow a passage with the same term."""
    spread: Counter[str] = field(default_factory=Counter)
    """Number of conversations that contain each term."""
    words: dict[str, Counter[str]] = field(default_factory=dict)
    speakers: set[str] = field(default_factory=set)
    """Stems of the words in speakers' names."""

    def name(self, speaker: str) -> None:
        """Add a speaker's name, so that its words do not name topics."""
        self.speakers.update(stem_of(word.lower()) for word in words_of(speaker))

    def add(self, texts: Sequence[str]) -> None:
        """Add a conversation, given the texts of its passages in order."""
        conversation_terms: set[str] = set()
        before: set[str] = set()
        for text in texts:
            terms = set[str]()
            for term, label in read_terms(text):
                terms.add(term)
                self.words.setdefault(term, Counter())[label] += 1
            self.passage_counts.update(terms)
            self.gone_on.update(terms & before)
            conversation_terms |= terms
            before = terms
            self.passages += 1
            if self.passages % PRUNE_EVERY == 0:
                self._forget()
        self.spread.update(conversation_terms)
        self.conversations += 1

    def shared(self) -> dict[str, int]:
        """Return the number of passages for each term that occurs in more than one conversation."""
        return {term: count for term, count in self.passage_counts.items() if self.spread[term] > 1}

    def names_topic(self, term: str) -> bool:
        """Return whether `term` names a topic in this library (see the module docstring)."""
        if term in self.speakers:
            return False
        if self.conversations < MIN_CONVERSATIONS:
            return True
        if self.spread[term] > COMMON * self.conversations:
            return False
        count = self.passage_counts[term]
        return (
            count < MIN_PASSAGES or self.gone_on[term] / count - count / self.passages >= MIN_LIFT
        )

    def label(self, term: str) -> str:
        """Return the most frequent words for `term`, in their most frequent spelling."""
        written = self.words[term]
        totals: Counter[str] = Counter()
        for words, count in written.items():
            totals[words.lower()] += count
        best = min(totals, key=lambda words: (-totals[words], words))
        forms = [words for words in written if words.lower() == best]
        return min(forms, key=lambda words: (-written[words], words.swapcase()))

    def _forget(self) -> None:
        for term in [term for term, count in self.passage_counts.items() if count == 1]:
            del self.passage_counts[term], self.words[term]
