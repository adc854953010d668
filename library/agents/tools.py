"""The MCP tools. Clients receive the signatures and docstrings of these functions."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from library.agents import resources
from library.api.pagination import MAX_PAGE_SIZE, MAX_SEARCH_PAGE
from library.filters import ORDERINGS
from scoring.core.spectrum import Band, Lens

Result = dict[str, Any]

Slug = Annotated[str, Field(description="Slug of the episode, as returned by other tools.")]
Words = Annotated[
    str,
    Field(description='Words, "an exact phrase", one OR another, -excluded. Up to 200 characters.'),
]
Cursor = Annotated[
    str | None, Field(description="`next_cursor` of the previous result, for the next page.")
]
Size = Annotated[
    int, Field(ge=1, le=MAX_PAGE_SIZE, description=f"Rows per page, at most {MAX_PAGE_SIZE}.")
]
PassageSize = Annotated[
    int, Field(ge=1, le=MAX_SEARCH_PAGE, description=f"Rows per page, at most {MAX_SEARCH_PAGE}.")
]
CatalogueSlug = Annotated[str | None, Field(description="Slug, as in the URL of its page.")]
Year = Annotated[int | None, Field(description="Year of release, in four digits.")]
Order = Annotated[str | None, Field(description=f"One of: {', '.join(ORDERINGS)}.")]


def search_moments(
    q: Words,
    band: Band | None = None,
    lens: Lens | None = None,
    show: CatalogueSlug = None,
    shelf: CatalogueSlug = None,
    guest: CatalogueSlug = None,
    tag: CatalogueSlug = None,
    year: Year = None,
    speaker: Annotated[str | None, Field(description="Part of a speaker's name.")] = None,
    page_size: PassageSize = 10,
    cursor: Cursor = None,
) -> Result:
    """Search for passages and return them, best match first, with scores and links."""
    return resources.search_moments(locals())


def list_episodes(
    q: Annotated[
        str | None, Field(description="Words in the episode's details or transcript.")
    ] = None,
    band: Band | None = None,
    lens: Lens | None = None,
    show: CatalogueSlug = None,
    shelf: CatalogueSlug = None,
    guest: CatalogueSlug = None,
    tag: CatalogueSlug = None,
    subject: CatalogueSlug = None,
    year: Year = None,
    has_transcript: bool | None = None,
    assessed_by_editor: bool | None = None,
    ordering: Order = None,
    page_size: Size = 20,
    cursor: Cursor = None,
) -> Result:
    """List the conversations of the library with their positions, newest first by default."""
    return resources.list_episodes(locals())


def get_episode(slug: Slug) -> Result:
    """Return everything about a conversation except its transcript."""
    return resources.get_episode(slug)


def get_segments(slug: Slug, page_size: Size = 20, cursor: Cursor = None) -> Result:
    """Return the passages of a conversation: text, times, score, lens and scored phrases."""
    return resources.get_segments(slug, {"page_size": page_size, "cursor": cursor})


def get_answering_passages(
    slug: Slug, index: Annotated[int, Field(ge=1, description="Index of the segment, from 1.")]
) -> Result:
    """Return up to three passages from the other side of the spectrum that answer a passage.

    The list is empty if the passage takes no side.
    """
    return resources.get_answering_passages(slug, index)


def get_both_sides(
    topic: Annotated[
        str,
        Field(
            min_length=1,
            max_length=80,
            description="A subject by slug or name, as in `subjects` of an episode.",
        ),
    ],
) -> Result:
    """Return the most risk-forward and most opportunity-forward passages on a topic, with links."""
    return resources.get_both_sides(topic)


def library_statistics() -> Result:
    """Return counts of episodes, shows, shelves, guests, transcripts, words and hours.

    The result also includes episode counts by band, lens and confidence, and the default scorer.
    """
    return resources.library_statistics()


TOOLS: tuple[Callable[..., Result], ...] = (
    search_moments,
    list_episodes,
    get_episode,
    get_segments,
    get_answering_passages,
    get_both_sides,
    library_statistics,
)
