"""Which passages of a conversation are about AI.

A passage that names AI is, and so is its neighbour: a speaker does not name the subject in every
paragraph. Elsewhere the encoder decides. In a conversation that hardly names AI at all (bread,
farming, history) only the passages that name it count.
"""

import re
from collections.abc import Sequence

OFF_TOPIC = 0.65
"""Probability from which a passage that neither names AI nor stands beside one is not about it."""
MIN_NEAR = 0.2
"""Share of passages that name AI or stand beside one that does, from which a conversation has AI
for a subject. Of 200 conversations, the 181 about AI have .38 or more, and 14 of 19 others .15 or
less."""
MIN_PASSAGES = 5
"""Passages from which the share says something."""

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
    """Say whether `text` names AI, a system or a method of it."""
    return _NAMES_AI.search(text) is not None


def about_ai(texts: Sequence[str], off_topic: Sequence[float]) -> list[bool]:
    """Say of each passage of one conversation whether it is about AI.

    `off_topic` are the probabilities, by the encoder, that they are not.
    """
    named = [names_ai(text) for text in texts]
    near = [any(named[max(0, place - 1) : place + 2]) for place in range(len(named))]
    if len(texts) >= MIN_PASSAGES and sum(near) < MIN_NEAR * len(texts):
        return named
    return [here or odds < OFF_TOPIC for here, odds in zip(near, off_topic, strict=True)]
