"""Error messages of the MCP server: one sentence each, about tools rather than endpoints."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from library.agents.api_client import ApiError

WORDS: Mapping[str, str] = {
    "Use the “next” or “previous” URL from a response for this list.": (
        "Pass the `next_cursor` of the previous result, and keep the other arguments unchanged."
    ),
    "Unknown parameter": "Unknown argument",
    "Available parameters": "Available arguments",
}
"""API error phrases and their replacements in MCP errors."""


def sentence_of(text: str) -> str:
    """Join the sentences of `text` with semicolons into a single sentence."""
    first, *rest = re.split(r"(?<=[.?!])\s+", text.strip())
    sentence = first
    for part in rest:
        sentence = f"{sentence.rstrip('.?!')}; {part[:1].lower()}{part[1:]}"
    return sentence


def of_api(error: ApiError, arguments: Mapping[str, object]) -> str:
    """Return an API error message as one sentence about the arguments of the tool."""
    text = str(error)
    if error.status == 404 and text.startswith("/"):  # the message starts with a URL path
        text = _missing(arguments)
    for words, ours in WORDS.items():
        text = text.replace(words, ours)
    return sentence_of(text)


def _missing(arguments: Mapping[str, object]) -> str:
    slug = arguments.get("slug")
    if "index" in arguments:
        return (
            f"No public passage {arguments['index']} of “{slug}”; get_segments returns the "
            "passages of an episode with their indexes."
        )
    return f"No public episode “{slug}”; list_episodes and search_moments return slugs."


def of_arguments(tool: str, error: ValidationError) -> str:
    """Return the error message for arguments that do not match the input schema of `tool`."""
    faults = [
        f"`{'.'.join(map(str, fault['loc']))}`: {_lower(fault['msg'])}" for fault in error.errors()
    ]
    return f"Invalid arguments of {tool}: {', and '.join(faults)}."


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
