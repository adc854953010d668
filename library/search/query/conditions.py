"""SQL conditions for search filters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Value = str | float
Range = tuple[float | None, float | None]
"""Lowest and highest score; None means the end of the scale."""
Values = tuple[str, ...]

_STANDS = "episode.{0}_id IN (SELECT id FROM library_{0} WHERE slug IN ({1}))"
_FILED = "EXISTS (SELECT 1 FROM library_episode_{0}s link JOIN library_{0} filed ON filed.id = "
_FILED += "link.{0}_id WHERE link.episode_id = episode.id AND filed.slug IN ({1}))"
_ABOUT = "EXISTS (SELECT 1 FROM scoring_segmentsubject link JOIN scoring_subject about "
_ABOUT += "ON about.id = link.subject_id WHERE link.segment_id = seg.id AND about.slug IN ({0}))"
_SPEAKS = {
    "sqlite": "EXISTS (SELECT 1 FROM json_each(transcript.speakers) speaker "
    "WHERE instr(lower(speaker.value), lower(%s)) > 0)",
    "postgresql": "EXISTS (SELECT 1 FROM jsonb_array_elements_text(transcript.speakers) speaker "
    "WHERE strpos(lower(speaker), lower(%s)) > 0)",
}


@dataclass(frozen=True, slots=True)
class MomentFilters:
    """Search filters: score range, bands, lenses, slugs, year and part of a speaker's name.

    A filter with several values accepts any of them.
    """

    low: float | None = None
    high: float | None = None
    bands: tuple[Range, ...] = ()
    lens: Values = ()
    episode: Values = ()
    show: Values = ()
    shelf: Values = ()
    guest: Values = ()
    tag: Values = ()
    subject: Values = ()
    year: int | None = None
    speaker: str = ""

    @property
    def by_score(self) -> bool:
        return self.low is not None or self.high is not None or bool(self.lens or self.bands)

    def __bool__(self) -> bool:
        return self != MomentFilters()

    def conditions(self, vendor: str) -> tuple[str, list[Value]]:
        """Return the SQL to append to a WHERE clause, and its parameters."""
        used = [*self._scores(), *self._slugs()]
        if self.year is not None:
            days: list[Value] = [f"{self.year:04}-01-01", f"{self.year:04}-12-31"]
            used.append(("episode.published_on BETWEEN %s AND %s", days))
        if self.speaker:
            used.append((_SPEAKS[vendor], [self.speaker]))
        return "".join(f" AND {sql}" for sql, _ in used), [v for _, values in used for v in values]

    def _scores(self) -> Iterator[tuple[str, list[Value]]]:
        if self.low is not None or self.high is not None:
            yield _within((self.low, self.high))
        if self.bands:
            ranges = [_within(band) for band in self.bands]
            sql = " OR ".join(f"({condition})" for condition, _ in ranges)
            yield f"({sql})", [value for _, values in ranges for value in values]
        if self.lens:
            yield f"score.lens IN ({_marks(self.lens)})", [*self.lens]

    def _slugs(self) -> Iterator[tuple[str, list[Value]]]:
        if self.episode:
            yield f"episode.slug IN ({_marks(self.episode)})", [*self.episode]
        for name, slugs in (("show", self.show), ("shelf", self.shelf)):
            if slugs:
                yield _STANDS.format(name, _marks(slugs)), [*slugs]
        for name, slugs in (("guest", self.guest), ("tag", self.tag)):
            if slugs:
                yield _FILED.format(name, _marks(slugs)), [*slugs]
        if self.subject:
            yield _ABOUT.format(_marks(self.subject)), [*self.subject]


def _within(scores: Range) -> tuple[str, list[Value]]:
    """Return the SQL condition for a range of scores, and its parameters."""
    low, high = scores
    parts = [("score.score >= %s", low), ("score.score <= %s", high)]
    used = [(sql, value) for sql, value in parts if value is not None]
    return " AND ".join(sql for sql, _ in used), [value for _, value in used]


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
