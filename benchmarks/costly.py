"""The most expensive valid requests for each public URL of the site."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.urls import URLPattern, get_resolver, reverse

from benchmarks.full_library import LONG

WORDS = "ai we people think model risk it will make world treaty jobs work time year good see"
ANY_WORD = " OR ".join(WORDS.split())
PHRASES = '"the model" OR "ai is" OR "the world" OR "we think" OR "the risk"'
RARE = "zebra quartz xylophone ai we people treaty jobs work time year good see make world"
"""The site searches for this three times: for all words, for any word, and for other spellings."""
MIXED = '"the model" ai we people OR risk -zebra -"quartz stone" it will make world OR year'
STOP_PHRASES = '"of the" OR "in the" OR "it is"'
QUERIES = [{"q": ANY_WORD}, {"q": PHRASES}, {"q": STOP_PHRASES}, {"q": RARE}, {"q": MIXED}]
DEEP = {"page": "12"}
FILTERS = [
    {},
    *QUERIES,
    {**QUERIES[0], "ordering": "position", **DEEP},
    {"band": "mixed", "has_transcript": "true", "assessed_by_editor": "false", **DEEP},
]
FILED = {"ordering": "title", "has_transcript": "true"}
FINDS = [{"find": "ai we people think the and of to"}, {"find": "the"}, {"find": "zz " * 60}]
SEARCHES = [
    *QUERIES,
    *({**query, "view": "columns"} for query in QUERIES),
    {**QUERIES[0], "page": "50"},
    {**QUERIES[0], "band": "mixed", "speaker": "a", "subject": "alignment"},
]
LIST = {"page_size": "100"}
MISSING = "/episodes/talk-generated-conversation-sample-about-machine-intelligence/"

NOT_PUBLIC = frozenset(
    {
        # These need a signed link, a token or an allowed network.
        *("library:preview", "library:preview-transcript", "library:metrics"),
        *("api:drafts", "api:draft", "api:draft-transcript", "api:draft-scoring"),
        *("api:draft-assessments", "api:draft-segments", "api:job"),
        # This exists in development only.
        "library:styleguide",
    }
)
"""Names of URLs that anonymous visitors cannot open."""

QUERY_STRINGS: dict[str, list[dict[str, str]]] = {
    "library:index": FILTERS,
    "library:episode": [{}, {"axis": "clock"}],
    "library:transcript": [{}, *FINDS, {"t": "9999"}],
    **{f"library:{name}": [{}, FILED, {**QUERIES[0], **FILED}] for name in
       ("show", "shelf", "guest", "tag", "subject")},
    "library:search": SEARCHES,
    "library:map": [
        {},
        *({**query, "by": "guest", "view": "table"} for query in QUERIES),
        *({"by": by} for by in ("shelf", "show", "guest", "year")),
        {"by": "guest", "view": "table", **DEEP},
    ],
    **{f"library:{name}": [*QUERIES, {"subject": "alignment"}, {"has_transcript": "true"}] for name
       in ("path", "path-feed", "path-markdown")},
    **{f"library:{name}": [{}, *QUERIES] for name in ("feed-rss", "feed-atom")},
    "library:feed-podcast": [{}, *QUERIES, {"page": "6"}],
    "api:episodes": [LIST, *({**LIST, **query} for query in QUERIES)],
    "api:segments": [
        LIST,
        {**LIST, "ordering": "-score", "band": "mixed,risk-forward", "show": "show-1,show-2"},
        {**LIST, "score_min": "99.5", "lens": "governance"},
    ],
    "api:segments-export": [
        {"format": "csv"},
        {"format": "jsonl"},
        {"format": "jsonl", "score_min": "99.5", "guest": "guest-1"},
        {"format": "jsonl", "score_min": "-100"},  # rejected: too many rows
        {"format": "jsonl", "episode": LONG},
        {"format": "csv", "omit": "text,phrases"},
    ],
    "api:episode-segments-export": [{"format": "csv"}, {"format": "jsonl"}],
    "api:search": [{**LIST, **query} for query in QUERIES]
    + [{**LIST, **QUERIES[0], "speaker": "a", "score_min": "-50"}],
    "api:map": [{}, *({**query, "by": "guest"} for query in QUERIES)],
    **{f"api:{name}": [LIST] for name in
       ("shows", "shelves", "guests", "tags", "subjects", "changes", "cues", "episode-segments",
        "assessment-segments")},
}  # fmt: skip
"""Query parameters to try, by URL name. Other URLs have none that affect the cost."""


FIXED = frozenset({"axis", "by", "format", "view"})
"""Query parameters with few values, so that responses to them are stored."""
STORED_API = frozenset({"api:schema", "api:segments-export"})
"""API responses that are stored; others have `fields` and `omit` as free parameters."""


def is_stored(name: str, path: str) -> bool:
    """Return whether a response is made only once for each version of the library."""
    asked = parse_qs(urlsplit(path).query)
    if name == "api:segments-export" and asked.get("omit") == ["text,phrases"]:
        del asked["omit"]
    return set(asked) <= FIXED and (not name.startswith("api:") or name in STORED_API)


def public_names() -> set[str]:
    """Return the names of all URLs of the site and the API that need no account."""
    names = set[str]()
    for prefix, patterns in (("library", "library.urls"), ("api", "library.api.urls")):
        for pattern in get_resolver(patterns).url_patterns:
            if isinstance(pattern, URLPattern) and pattern.name:
                names.add(f"{prefix}:{pattern.name}")
    return names - NOT_PUBLIC


def costly_paths(arguments: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the URL name and the path of each request, with path parameters from `arguments`."""
    for name in sorted(public_names()):
        for path in _addresses(name, arguments):
            for params in QUERY_STRINGS.get(name, [{}]):
                yield name, path + (f"?{urlencode(params)}" if params else "")
    yield "missing", MISSING


def _addresses(name: str, arguments: dict[str, Any]) -> Iterator[str]:
    if name == "library:download":
        for ending in ("vtt", "srt", "txt", "md", "json"):
            yield reverse(name, kwargs={"slug": LONG, "ending": ending})
    elif name == "library:sitemap":
        for section in ("episodes", "transcripts", "guests", "subjects"):
            yield reverse(name, kwargs={"section": section})
    elif name == "library:oembed":
        page = f"http://{arguments['host']}{reverse('library:episode', args=[LONG])}"
        yield f"{reverse(name)}?{urlencode({'url': page, 'format': 'xml'})}"
    else:
        yield reverse(name, kwargs=_kwargs(name, arguments))


def _kwargs(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the path parameters for the URL called `name`."""
    for pattern in get_resolver(
        "library.urls" if name.startswith("library:") else "library.api.urls"
    ).url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name == name.partition(":")[2]:
            parts = pattern.pattern.converters
            own = arguments.get(name, {})
            return {part: own.get(part, arguments.get(part)) for part in parts}
    raise LookupError(name)
