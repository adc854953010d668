"""Detect passages that make a claim, as opposed to descriptions, questions and small talk.

Typical claims about the effects of AI contain predictions, value judgements, or causes and effects.
Introductions, adverts and thanks reduce the claim strength, and a passage with too many questions
makes no claim. Because captions have no question marks, a sentence that begins like a question is
also treated as one.
"""

import re

MIN_CLAIM = 4.0
"""A passage makes no claim if its claim strength is below this value."""
MIN_WORDS = 25
MAX_QUESTIONS = 0.6
"""A passage makes no claim if more than this share of its words are in questions."""
CHATTER_WEIGHT = 3.0

_MODAL = (
    r"will|would|should|could|might|must|cannot|can't|won't|wouldn't|shouldn't|couldn't|going to"
    r"|gonna|need to|needs to|have to|has to|ought to|able to|likely|probably|inevitabl\w+|never"
)
_EVALUATIVE = (
    r"good|better|best|bad|worse|worst|great|terrible|dangerous|safe|safer|harm\w*|benefi\w+|risk\w*"
    r"|wrong|right|important|problem|threat\w*|opportunit\w+|fear\w*|worr\w+|hope\w*|optimis\w+"
    r"|pessimis\w+|scar\w+|disaster\w*|catastroph\w*|improve\w*|destroy\w*|hurt\w*|help\w*|solve\w*"
    r"|abundance|amazing|incredibl\w+|overblown|ridiculous|mistake|true|false|myth|enormous|huge"
)
_CAUSAL = (
    r"because|therefore|so that|leads? to|means that|as a result|results? in|if|unless|which is why"
    r"|that's why|the reason|causes?|due to|depends on"
)
_OPINION = (
    r"i think|i believe|i don't think|i do think|in my view|i'd argue|i would argue|i suspect|i"
    r" expect|i'm convinced|my view|the point is|the fact is|the truth is|it's clear|clearly|we"
    r" think|the idea that"
)
_CHATTER = (
    r"welcome to|welcome back|thank you|thanks|podcast|episode|subscribe|sponsor\w*|my guest"
    r"|joining us|listeners?|newsletter|promo code|discount|sign up|check out|\.com|dot com"
    r"|applause|laughter|good morning|good evening|my name is|nice to meet"
    r"|brought to you|free trial|show notes"
)
_CLAIM = re.compile(rf"\b(?:{_MODAL}|{_EVALUATIVE}|{_CAUSAL}|{_OPINION})\b")
_CHAT = re.compile(rf"(?:\b|(?=\.))(?:{_CHATTER})\b")
_SENTENCE = re.compile(r"[^.!?]+[.!?]?")
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|well|okay|now) )?(?:what|how|why|who|where|when|which|do you|does|did|is"
    r" it|is there|are you|are we|can you|could you|would you|should we|tell me)\b"
)


def claim_strength(text: str) -> float:
    """Return the number of claim markers per 100 words, minus the weighted chatter markers."""
    plain = _plain(text)
    words = len(plain.split())
    if words == 0:
        return 0.0
    chatter = len(_CHAT.findall(plain))
    return 100 * (len(_CLAIM.findall(plain)) - CHATTER_WEIGHT * chatter) / words


def has_chatter(text: str) -> bool:
    """Return whether `text` contains greetings, thanks, introductions or adverts."""
    return _CHAT.search(_plain(text)) is not None


def question_share(text: str) -> float:
    """Return the share of the words of `text` that are in questions, from 0 to 1."""
    in_questions = total = 0
    for sentence in _SENTENCE.findall(_plain(text)):
        words = len(sentence.split())
        total += words
        if sentence.endswith("?") or (words < 25 and _ASKS.match(sentence)):
            in_questions += words
    return in_questions / total if total else 0.0


def makes_claim(text: str) -> bool:
    """Return whether `text` makes a claim."""
    return (
        len(text.split()) >= MIN_WORDS
        and question_share(text) <= MAX_QUESTIONS
        and claim_strength(text) >= MIN_CLAIM
    )


def _plain(text: str) -> str:
    return text.lower().replace("’", "'")
