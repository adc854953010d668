"""Decide which passages of a conversation are about AI.

A passage is about AI if it or one of its neighbours mentions AI, because speakers do not repeat the
topic in every paragraph. All other passages are classified by the encoder. In a conversation that
rarely mentions AI, such as one about baking or history, only the passages that mention AI are about
AI. An advert is never about AI, even if the product has some.
"""

import re
from collections.abc import Sequence

from scoring.core import adverts

OFF_TOPIC = 0.65
"""A passage with at least this off-topic probability is off-topic, unless that passage or a
neighbour mentions AI."""
HARDLY_ABOUT = 0.45
"""No phrases are shown for a passage with at least this off-topic probability, unless it mentions
AI."""
MIN_NEAR = 0.2
"""Minimum share of passages that mention AI or are next to one that does. Below this share, only
passages that mention AI are about AI. Of 200 conversations, all 181 about AI have a share of 0.38
or more, and 14 of the other 19 have 0.15 or less."""
MIN_PASSAGES = 5
"""`MIN_NEAR` applies only to conversations with at least this many passages."""

_TERMS = r"""
a\.?i\.?|ais|agi|asi|artificial\s(?:general\s)?intelligen\w*|super-?\s?intelligen\w*
machine\slearning|deep\slearning|machine\sintelligence|reinforcement\slearning
neural\snet\w*|language\smodels?|llms?|transformers?|gradient\sdescent|computer\svision
gpt\S*|chat\s?gpt|openai|anthropic|deep\s?mind|claude|gemini|copilot|nvidia|gpus?
chatbots?|deepfakes?|robots?|robotics?|algorithms?|agents?|turing|rlhf|fine[-\s]tun\w+
self[-\s]driving|autonomous\s(?:vehicles?|weapons?|cars?|drones?)|facial\srecognition
alignment|interpretability|training\s(?:data|run)|prompts?|inference|compute
models?|machines|automat\w+|computers?|software
"""
_NAMES_AI = re.compile(rf"\b(?:{'|'.join(_TERMS.split())})\b", re.IGNORECASE)
RULES = (OFF_TOPIC, MIN_NEAR, MIN_PASSAGES, _NAMES_AI.pattern, *adverts.RULES)
"""What decides whether a passage is about AI; part of a scorer's version."""


def names_ai(text: str) -> bool:
    """Return whether `text` mentions AI, an AI system or an AI method."""
    return _NAMES_AI.search(text) is not None


def hardly_about_ai(text: str, off_topic: float) -> bool:
    """Return whether `text` is so unrelated to AI that no phrases should be shown for it.

    `off_topic` is the encoder's probability that `text` is not about AI.
    """
    return off_topic >= HARDLY_ABOUT and not names_ai(text)


def about_ai(texts: Sequence[str], off_topic: Sequence[float]) -> list[bool]:
    """Return whether each passage of a conversation is about AI.

    `off_topic` contains the encoder's probability that each passage is not about AI.
    """
    advert = [adverts.advertises(text) for text in texts]
    named = [names_ai(text) and not ad for text, ad in zip(texts, advert, strict=True)]
    near = [any(named[max(0, index - 1) : index + 2]) for index in range(len(named))]
    if len(texts) >= MIN_PASSAGES and sum(near) < MIN_NEAR * len(texts):
        return named
    return [
        not ad and (here or odds < OFF_TOPIC)
        for ad, here, odds in zip(advert, near, off_topic, strict=True)
    ]
