"""Page history of an episode since its first publication."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from library.models import Episode
from scoring.core.position_sentences import place_of
from scoring.models import Assessment

FIELDS = {
    "title": "Title",
    "why_it_matters": "Why this matters",
    "summary": "Summary",
    "editor_note": "Editor note",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change shown in the page history."""

    at: datetime
    what: str
    before: str
    after: str
    why: str = ""


class ChangesPage:
    """Changes to texts and to the leading score, newest first. Two queries.

    The accounts that made the changes are shown only in the admin.
    """

    def __init__(self, episode: Episode) -> None:
        self.episode = episode
        rows = list(episode.history.order_by("history_date", "history_id"))
        self.published_at = next(
            (row.history_date for row in rows if row.status == Episode.Status.PUBLISHED), None
        )
        changes = [*self._texts(rows), *self._scores()]
        since = self.published_at
        self.changes = sorted(
            (change for change in changes if since and change.at > since),
            key=lambda change: change.at,
            reverse=True,
        )

    def _texts(self, rows: list[Any]) -> list[Change]:
        return [
            Change(new.history_date, title, getattr(old, name), getattr(new, name))
            for old, new in pairwise(rows)
            for name, title in FIELDS.items()
            if getattr(old, name) != getattr(new, name)
        ]

    def _scores(self) -> list[Change]:
        """Return a change for each new leading assessment, and for each new position or lens."""
        leading = list(
            Assessment.history.filter(episode_id=self.episode.pk, leads=True).order_by(
                "history_date", "history_id"
            )
        )
        first = [Change(row.history_date, "Score", "none", _score(row)) for row in leading[:1]]
        return first + [
            Change(
                new.history_date,
                "Score",
                _score(old),
                _score(new),
                new.history_change_reason or "",
            )
            for old, new in pairwise(leading)
            if (old.id, old.position, old.lens) != (new.id, new.position, new.lens)
        ]


def _score(row: Any) -> str:
    if row.kind == Assessment.Kind.EDITORIAL:
        by = f"by an editor, {row.assessor}"
    else:
        by = f"by scorer {row.scorer} {row.scorer_version}"
    return f"{place_of(row.position, row.band)}, {row.lens} ({by})"
