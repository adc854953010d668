"""Decide which passages of a conversation are about AI.

A passage is about AI if it mentions AI, or if the passage before or after it does, because speakers
do not repeat the topic in every paragraph. The encoder decides about all other passages. In a
conversation that rarely mentions AI (on bread, farming or history), only passages that mention it
count.
"""

import re
from collections.abc import Sequence

OFF_TOPIC = 0.65
"""Probability from which a passage is off-topic if neither it nor a neighbour names AI."""
HARDLY_ABOUT = 0.45
"""Probability from which a passage that does not name AI shows no reason for its score."""
MIN_NEAR = 0.2
"""Minimum share of passages that name AI or are next to one that does, for a conversation to be
about AI. Of 200 conversations, the 181 about AI have .38 or more, and 14 of the other 19 have .15
or less."""
MIN_PASSAGES = 5
"""Minimum passages for that share to be meaningful."""

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


def names_ai(text: str) -> bool:
    """Return whether `text` mentions AI, an AI system or an AI method."""
    return _NAMES_AI.search(text) is not None


def hardly_about_ai(text: str, off_topic: float) -> bool:
    """Return whether no words of `text` can be shown as a stance towards AI.

    The passages around it name AI, so it has a score, but on its own it is probably off-topic.
    """
    return off_topic >= HARDLY_ABOUT and not names_ai(text)


def about_ai(texts: Sequence[str], off_topic: Sequence[float]) -> list[bool]:
    """Return, for each passage of one conversation, whether it is about AI.

    `off_topic` contains the encoder's probability that a passage is not about AI.
    """
    named = [names_ai(text) for text in texts]
    near = [any(named[max(0, place - 1) : place + 2]) for place in range(len(named))]
    if len(texts) >= MIN_PASSAGES and sum(near) < MIN_NEAR * len(texts):
        return named
    return [here or odds < OFF_TOPIC for here, odds in zip(near, off_topic, strict=True)]
