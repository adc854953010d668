"""What an agent may call: each function is a tool, its signature and first line its description."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field

from library.agents import resources
from library.filters import ORDERINGS
from scoring.core.spectrum import Band, Lens

Answer = dict[str, Any]

Slug = Annotated[str, Field(description="Slug of an episode, as other tools give it.")]
Words = Annotated[
    str, Field(description='Words, "a phrase", one OR another, -without. At most 200 characters.')
]
Cursor = Annotated[
    str | None, Field(description="`next_cursor` of the answer before, for the page after it.")
]
Size = Annotated[int, Field(ge=1, le=100, description="Rows on a page, at most 100.")]
Filing = Annotated[str | None, Field(description="Slug, as it stands in the address of its page.")]
Year = Annotated[int | None, Field(description="Of the conversation, in four digits.")]
Order = Annotated[str | None, Field(description=f"One of: {', '.join(ORDERINGS)}.")]


def search_moments(
    q: Words,
    band: Band | None = None,
    lens: Lens | None = None,
    show: Filing = None,
    shelf: Filing = None,
    guest: Filing = None,
    tag: Filing = None,
    year: Year = None,
    speaker: Annotated[str | None, Field(description="Part of a speaker's name.")] = None,
    page_size: Size = 10,
    cursor: Cursor = None,
) -> Answer:
    """Find the passages in which something is said, nearest first, with their scores and links."""
    return resources.search_moments(locals())


def list_episodes(
    q: Annotated[str | None, Field(description="Words of title, summary or anything said.")] = None,
    band: Band | None = None,
    lens: Lens | None = None,
    show: Filing = None,
    shelf: Filing = None,
    guest: Filing = None,
    tag: Filing = None,
    year: Year = None,
    has_transcript: bool | None = None,
    assessed_by_editor: bool | None = None,
    ordering: Order = None,
    page_size: Size = 20,
    cursor: Cursor = None,
) -> Answer:
    """List the conversations of the library and where they stand, newest first."""
    return resources.list_episodes(locals())


def get_episode(slug: Slug) -> Answer:
    """Tell all of one conversation but its words: texts, position, interval, reasons, figures."""
    return resources.get_episode(slug)


def get_segments(slug: Slug, page_size: Size = 20, cursor: Cursor = None) -> Answer:
    """Read a conversation passage by passage: words, times, score, lens, phrases that moved it."""
    return resources.get_segments(slug, {"page_size": page_size, "cursor": cursor})


def get_answering_passages(
    slug: Slug, index: Annotated[int, Field(ge=1, description="Of the segment, from 1.")]
) -> Answer:
    """Find up to three passages that answer one from the other side; none if it takes no side."""
    return resources.get_answering_passages(slug, index)


def library_statistics() -> Answer:
    """Count the library: episodes, shows, hours, bands, lenses, and the scorer in use."""
    return resources.library_statistics()


TOOLS: tuple[Callable[..., Answer], ...] = (
    search_moments,
    list_episodes,
    get_episode,
    get_segments,
    get_answering_passages,
    library_statistics,
)
