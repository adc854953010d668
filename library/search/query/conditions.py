"""SQL conditions for the filters of the search."""

from collections.abc import Iterator
from dataclasses import dataclass

Value = str | float

_FILED = "EXISTS (SELECT 1 FROM library_episode_{0}s link JOIN library_{0} filed ON filed.id = "
_FILED += "link.{0}_id WHERE link.episode_id = episode.id AND filed.slug = %s)"
_ABOUT = "EXISTS (SELECT 1 FROM scoring_segmentsubject link JOIN scoring_subject about "
_ABOUT += "ON about.id = link.subject_id WHERE link.segment_id = seg.id AND about.slug = %s)"
_SPEAKS = {
    "sqlite": "EXISTS (SELECT 1 FROM json_each(transcript.speakers) speaker "
    "WHERE instr(lower(speaker.value), lower(%s)) > 0)",
    "postgresql": "EXISTS (SELECT 1 FROM jsonb_array_elements_text(transcript.speakers) speaker "
    "WHERE strpos(lower(speaker), lower(%s)) > 0)",
}


@dataclass(frozen=True, slots=True)
class MomentFilters:
    """Search filters: score range, lens, slugs, year and part of a speaker's name."""

    low: float | None = None
    high: float | None = None
    lens: str = ""
    episode: str = ""
    show: str = ""
    shelf: str = ""
    guest: str = ""
    tag: str = ""
    subject: str = ""
    year: int | None = None
    speaker: str = ""

    @property
    def by_score(self) -> bool:
        return self.low is not None or self.high is not None or bool(self.lens)

    def __bool__(self) -> bool:
        return self != MomentFilters()

    def conditions(self, vendor: str) -> tuple[str, list[Value]]:
        """Return SQL to append to a WHERE clause, and its parameters."""
        used = list(self._used(vendor))
        return "".join(f" AND {sql}" for sql, _ in used), [v for _, values in used for v in values]

    def _used(self, vendor: str) -> Iterator[tuple[str, list[Value]]]:
        if self.low is not None:
            yield "score.score >= %s", [self.low]
        if self.high is not None:
            yield "score.score <= %s", [self.high]
        if self.lens:
            yield "score.lens = %s", [self.lens]
        if self.episode:
            yield "episode.slug = %s", [self.episode]
        if self.show:
            yield "episode.show_id = (SELECT id FROM library_show WHERE slug = %s)", [self.show]
        if self.shelf:
            yield "episode.shelf_id = (SELECT id FROM library_shelf WHERE slug = %s)", [self.shelf]
        if self.guest:
            yield _FILED.format("guest"), [self.guest]
        if self.tag:
            yield _FILED.format("tag"), [self.tag]
        if self.subject:
            yield _ABOUT, [self.subject]
        if self.year is not None:
            days = [f"{self.year:04}-01-01", f"{self.year:04}-12-31"]
            yield "episode.published_on BETWEEN %s AND %s", [*days]
        if self.speaker:
            yield _SPEAKS[vendor], [self.speaker]
