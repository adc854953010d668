"""Workflow steps and edits for many episodes.

Each episode is handled separately, by the same rules as a single one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from library.models import Episode, PendingChange, Shelf, Tag
from scoring.curation.episode_edits import edit_draft
from scoring.curation.workflow import STEPS, Account, Rejected

REASON = "Changed for selected episodes"


@dataclass(slots=True)
class Outcome:
    """The number of changed episodes, and the reasons why others were not changed.

    `waiting` is the number of published episodes whose change waits for a second person.
    """

    done: int = 0
    waiting: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)


def take_step(step: str, episodes: Iterable[Episode], *, by: Account) -> Outcome:
    """Take a workflow step with each episode."""

    def take(episode: Episode) -> bool:
        STEPS[step](episode, by=by)
        return True

    return _for_each(episodes, take)


def edit_selected(
    episodes: Iterable[Episode], *, shelf: Shelf | None, tags: Iterable[Tag], by: Account
) -> Outcome:
    """Move each episode to `shelf`, unless None, and add `tags`; other tags stay."""
    added = {tag.name for tag in tags}

    def edit(episode: Episode) -> bool | PendingChange:
        tags_now = set(episode.tags.values_list("name", flat=True))
        fields: dict[str, object] = {}
        if shelf and episode.shelf != shelf:
            fields["shelf"] = shelf
        if not added <= tags_now:
            fields["tags"] = sorted(added | tags_now)
        return bool(fields) and (edit_draft(episode, fields, by=by, reason=REASON) or True)

    return _for_each(episodes, edit)


def _for_each(
    episodes: Iterable[Episode], act: Callable[[Episode], bool | PendingChange]
) -> Outcome:
    outcome = Outcome()
    for episode in episodes:
        try:
            result = act(episode)
            outcome.waiting += isinstance(result, PendingChange)
            outcome.done += result is True
        except Rejected as error:
            outcome.refusals += [(episode.title, reason) for reason in error.reasons]
        except ValidationError as error:
            outcome.refusals += [(episode.title, reason) for reason in error.messages]
    return outcome
