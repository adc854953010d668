"""A reading path as a podcast feed and as Markdown."""

from django.urls import reverse

from library.http.content_version import Version
from library.pages.podcast.feed import (
    Absolute,
    add_episode,
    fetch_transcripts,
    guid_of,
    podcast_feed,
)
from library.pages.reading_path.page import PathPage, PathStep
from library.text.markdown import escape_markdown
from library.text.number_formats import clock, signed


def path_feed(page: PathPage, absolute: Absolute, version: Version) -> str:
    """Return the path as a podcast of type `serial`, so that apps play the steps in order."""
    audio = f"{page.with_audio} of {len(page.steps)} episodes have audio in this feed."
    address = absolute(page.feed_url)
    feed = podcast_feed(
        page.title,
        audio if page.steps else page.why_none,
        link=absolute(page.address),
        feed_url=address,
        guid=guid_of(address),
        picture=absolute(reverse("library:site-picture")),
        changed_at=version.changed_at,
        kind="serial",
    )
    fetch_transcripts([step.episode for step in page.steps])
    for step in page.steps:
        add_episode(
            feed,
            step.episode,
            absolute,
            title=f"{step.number}. {step.episode.title}",
            description=" ".join(filter(None, [step.explanation, step.episode.summary])),
            beside=(("itunes:episode", str(step.number), {}),),
        )
    written: str = feed.writeString("utf-8")
    return written


def path_markdown(page: PathPage, absolute: Absolute) -> str:
    """Return the path as Markdown."""
    lines = [f"# {escape_markdown(page.title)}", "", f"<{absolute(page.address)}>", ""]
    if not page.steps:
        lines += [page.why_none, ""]
    for step in page.steps:
        lines += [*_step_lines(step, absolute), ""]
    return "\n".join(lines)


def _step_lines(step: PathStep, absolute: Absolute) -> list[str]:
    episode = step.episode
    day = f", {episode.published_on:%-d %b %Y}" if episode.published_on else ""
    lines = [
        f"{step.number}. **[{escape_markdown(episode.title)}]"
        f"({absolute(episode.get_absolute_url())})** "
        f"({escape_markdown(episode.show.title)}{day}), at {signed(step.position)}",
        f"   {escape_markdown(step.explanation)}",
    ]
    if step.moment:
        start = step.moment.segment.start
        at = clock(start) if start is not None else f"segment {step.moment.segment.index}"
        lines.append(f"   [The passage at {at}]({absolute(step.moment.url)})")
    if episode.audio_url:
        lines.append(f"   [Audio](<{episode.audio_url}>)")
    return lines
