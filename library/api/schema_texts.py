"""OpenAPI descriptions that do not come from a view, filter or serializer."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

INDEX_TAG = "index"
TAGS: Mapping[str, str] = {
    INDEX_TAG: "The endpoints of the API.",
    "episodes": "Conversations, with their segments, transcripts, assessments and counterbalance.",
    "segments": "Scored passages of the whole library.",
    "search": "Passages that match a search query.",
    "changes": "Published, changed, rescored, renamed and withdrawn episodes, in order.",
    "dumps": "Archives of the whole public library.",
    "shows": "Podcasts and channels.",
    "shelves": "The editors' topic shelves.",
    "guests": "Guests of published episodes.",
    "tags": "Tags of published episodes.",
    "subjects": "Subjects of published episodes.",
    "map": "Positions of all episodes, by lens, shelf, show, guest or year.",
    "statistics": "Counts and the distribution of positions.",
    "methodology": "How scores are computed, and their measured accuracy.",
    "scorers": "The installed scorers.",
    "drafts": "Episodes in any state, for editors' programs. Requires a token.",
    "jobs": "Scoring jobs and their progress. Requires a token.",
}
"""Description of each tag; the tag of an operation is the first part of its path."""

PARAMETERS: Mapping[str, str] = {
    "format": "Format of the response; takes precedence over `Accept`.",
    "slug": "Slug, as in the URL of its page.",
    "id": "Number, as returned by the list or by the request that created it.",
    "index": "Number of the segment in its transcript, from 1.",
    "q": 'Words, "an exact phrase", one OR another, -excluded.',
    "year": "Year of release, in four digits.",
    "has_transcript": "Whether the episode has a transcript.",
    "assessed_by_editor": "Whether the episode has a published editorial assessment.",
    "score_min": "Lowest score, from -100 (risk-forward) to 100 (opportunity-forward).",
    "score_max": "Highest score, from -100 (risk-forward) to 100 (opportunity-forward).",
}
"""Descriptions of parameters whose declarations have none."""


def add_texts(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add descriptions of the tags, and of parameters and responses that have no description."""
    used = set()
    for path in result["paths"].values():
        for operation in path.values():
            used.update(operation["tags"])
            for parameter in operation.get("parameters", ()):
                if text := PARAMETERS.get(parameter["name"]):
                    parameter.setdefault("description", text)
            for status, response in operation["responses"].items():
                if response.get("description") == "":
                    response["description"] = f"{HTTPStatus(int(status)).phrase}."
    result["tags"] = [
        {"name": name, "description": text} for name, text in TAGS.items() if name in used
    ]
    return result
