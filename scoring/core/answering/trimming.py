"""Trim a passage to the section with the most claims and mentions of given subjects."""

import re
from collections.abc import Collection

from scoring.core.answering.claims import claim_strength
from scoring.core.subjects.tagger import Tagged

LENGTH = 420
"""Maximum length of a trimmed passage, in characters, unless it is one part of a split sentence."""
MAX_SENTENCE = 300
"""Sentences with more characters are split, because machine captions have no full stops."""
PART_WORDS = 25
"""Number of words in each part of a split sentence."""
MENTION, CLAIM = 3.0, 1.0
"""Weights of a mention of a shared subject and of a claim marker."""

_SENTENCE = re.compile(r"\S[^.!?]*(?:[.!?]+[\"”’)\]]*|$)(?=\s|$)|\S[^.!?]*[.!?]*")
_WORD = re.compile(r"\S+")


def trim(text: str, tagged: Tagged, subjects: Collection[str]) -> tuple[int, int]:
    """Return the start and end offsets of the section of `text` most relevant to `subjects`.

    `tagged` contains the subject mentions in `text`. The section begins and ends between sentences
    or, in long sentences, between words. If several sections are equally relevant, the first is
    returned.
    """
    parts = _parts(text)
    if not parts:
        return 0, 0
    offsets = [mention.start for mention in tagged.mentions if mention.subject in subjects]
    worth = [_worth(text, start, end, offsets) for start, end in parts]
    best, chosen = -1.0, parts[0]
    for first in range(len(parts)):
        total = 0.0
        for last in range(first, len(parts)):
            start, end = parts[first][0], parts[last][1]
            if last > first and end - start > LENGTH:
                break
            total += worth[last]
            if total > best:
                best, chosen = total, (start, end)
    return chosen


def _worth(text: str, start: int, end: int, offsets: Collection[int]) -> float:
    mentions = sum(start <= offset < end for offset in offsets)
    words = len(text[start:end].split())
    claims = max(0.0, claim_strength(text[start:end])) * words / 100
    return MENTION * min(mentions, 2) + CLAIM * claims


def _parts(text: str) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        if match.end() - match.start() <= MAX_SENTENCE:
            parts.append((match.start(), match.end()))
            continue
        words = list(_WORD.finditer(text, match.start(), match.end()))
        for first in range(0, len(words), PART_WORDS):
            group = words[first : first + PART_WORDS]
            parts.append((group[0].start(), group[-1].end()))
    return parts
