"""Steps and edits of many episodes. Each episode is done alone, under the rules for one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from library.models import Episode, Shelf, Tag
from scoring.curation.episode_edits import edit_draft
from scoring.curation.workflow import STEPS, Account, Rejected

REASON = "Changed for selected episodes"


@dataclass(slots=True)
class Outcome:
    """How many episodes were changed, and why others were not: title and reason."""

    done: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)


def take_step(step: str, episodes: Iterable[Episode], *, by: Account) -> Outcome:
    """Take one step of the workflow with each episode."""

    def take(episode: Episode) -> bool:
        STEPS[step](episode, by=by)
        return True

    return _for_each(episodes, take)


def edit_selected(
    episodes: Iterable[Episode], *, shelf: Shelf | None, tags: Iterable[Tag], by: Account
) -> Outcome:
    """Move each episode to `shelf`, unless None, and add `tags`; other tags stay."""
    added = {tag.name for tag in tags}

    def edit(episode: Episode) -> bool:
        fields: dict[str, object] = {"shelf": shelf} if shelf else {}
        if added:
            fields["tags"] = sorted(added | set(episode.tags.values_list("name", flat=True)))
        return edit_draft(episode, fields, by=by, reason=REASON)

    return _for_each(episodes, edit)


def _for_each(episodes: Iterable[Episode], act: Callable[[Episode], bool]) -> Outcome:
    outcome = Outcome()
    for episode in episodes:
        try:
            outcome.done += act(episode)
        except Rejected as error:
            outcome.refusals += [(episode.title, reason) for reason in error.reasons]
        except ValidationError as error:
            outcome.refusals += [(episode.title, reason) for reason in error.messages]
    return outcome
