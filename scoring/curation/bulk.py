"""Apply workflow steps and edits to many episodes.

Each episode is changed separately, under the same rules as a change to a single episode.
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
    """The result of an action on several episodes.

    `done` is the number of episodes changed, and `waiting` the number of published episodes whose
    change waits for a second person. `refusals` holds an (episode title, reason) pair for each
    error.
    """

    done: int = 0
    waiting: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)


def take_step(step: str, episodes: Iterable[Episode], *, by: Account) -> Outcome:
    """Apply the workflow step named `step` to each episode."""

    def take(episode: Episode) -> bool:
        STEPS[step](episode, by=by)
        return True

    return _for_each(episodes, take)


def edit_selected(
    episodes: Iterable[Episode], *, shelf: Shelf | None, tags: Iterable[Tag], by: Account
) -> Outcome:
    """Move the episodes to `shelf`, if one is given, and add `tags` to their existing tags."""
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
