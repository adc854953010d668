"""The editorial workflow: draft, scored, in review, published, archived.

An episode becomes scored when it gets a leading assessment
(`scoring.services.assessing.choose_lead`). Each later step is a function in this module, called
with the account that takes the step. A step that is not allowed raises `Rejected` with every
reason, one sentence each, and changes nothing.
"""

from collections.abc import Callable

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import transaction

from library.models import Episode, TextOrigin
from library.services.episodes import publish_episode, set_status
from library.services.review import is_minor
from library.services.schedules import cancel_schedule
from library.services.versions import set_history_author

Status = Episode.Status
Account = AbstractUser | AnonymousUser

PERMISSIONS = {
    "submit": ("library.submit_episode", "submit episodes for review"),
    "withdraw": ("library.submit_episode", "withdraw episodes from review"),
    "return": ("library.review_episode", "return episodes to their editors"),
    "publish": ("library.review_episode", "publish episodes"),
    "archive": ("library.archive_episode", "archive episodes"),
    "restore": ("library.archive_episode", "restore archived episodes"),
    "override": ("library.override_publication", "publish without review"),
}
"""The permission that each step requires, and a description of the step for error messages."""
FROM = {
    "submit": (Status.SCORED,),
    "withdraw": (Status.IN_REVIEW,),
    "return": (Status.IN_REVIEW,),
    "publish": (Status.IN_REVIEW,),
    "archive": (Status.PUBLISHED, Status.DRAFT, Status.SCORED),
    "restore": (Status.ARCHIVED,),
    "override": (Status.DRAFT, Status.SCORED, Status.IN_REVIEW, Status.ARCHIVED),
}
TITLES = {"why_it_matters": "Why this matters", "summary": "Summary"}
SUBMITTED, WITHDRAWN = "Submitted for review", "Withdrawn from review"
RETURNED = "Returned to the editor"
"""`SUBMITTED`, `WITHDRAWN` and `RETURNED` are the texts that the history shows for these steps."""
NEEDS_REASON = frozenset({"return", "archive", "override"})


class Rejected(ValueError):
    """The action is not allowed; `reasons` lists every reason as a sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotAllowed(Rejected):
    """The account does not have permission for the action."""


def shortcomings(episode: Episode) -> list[str]:
    """Return a sentence for each problem that must be fixed before `episode` can be published."""
    faults = [text_fault(episode, name) for name in Episode.REQUIRED_TEXTS]
    transcript = episode.transcripts.current().without_cues().first()
    if transcript is not None and not transcript.gates_waived_reason:
        faults += [
            f"The transcript failed a quality check. {sentence}"
            for sentence in transcript.failed_gates
        ]
    if not episode.assessments.filter(leads=True).exists():
        faults.append("Wait for the score." if transcript else "Add a transcript first.")
    return [sentence for sentence in faults if sentence]


def rejection_reasons(step: str, episode: Episode, *, by: Account, reason: str = "") -> list[str]:
    """Return every reason why `by` cannot take the workflow step named `step` now."""
    reasons: list[str] = []
    permission, deed = PERMISSIONS[step]
    if not by.has_perm(permission):
        reasons.append(f"You do not have permission to {deed}.")
    if episode.status not in FROM[step]:
        allowed = " or ".join(status.label.lower() for status in FROM[step])
        reasons.append(f"The episode is {_state(episode)}, but must be {allowed} for this step.")
    if step in NEEDS_REASON and not reason.strip():
        reasons.append("Enter a reason; it is saved in the history.")
    if step in ("submit", "publish"):
        reasons += shortcomings(episode)
    if step == "publish":
        reasons += _own_work(episode, by)
    return reasons


def submit(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Submit a scored episode for review."""
    return _step("submit", episode, by, reason, SUBMITTED, Status.IN_REVIEW)


def withdraw(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Withdraw an episode from review."""
    return _step("withdraw", episode, by, reason, WITHDRAWN, Status.SCORED)


def send_back(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Return an episode from review to its editor, with a reason."""
    return _step("return", episode, by, reason, RETURNED, Status.SCORED)


def publish(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Publish an episode after review by a second person."""
    return _step("publish", episode, by, reason, "Reviewed and published", Status.PUBLISHED)


def archive(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Remove an episode from the site and the queues without deleting it."""
    return _step("archive", episode, by, reason, "Archived", Status.ARCHIVED)


def restore(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Restore an archived episode, which must be reviewed again before it can be published."""
    return _step("restore", episode, by, reason, "Restored from the archive", None)


@transaction.atomic
def override(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Publish an episode without review; the history records the account and the reason."""
    stored = _locked(episode)
    _refuse("override", stored, by, reason)
    cancel_schedule(stored)
    publish_episode(stored, by=known_account(by), reason=reason.strip())
    return stored


STEPS: dict[str, Callable[..., Episode]] = {
    "submit": submit,
    "withdraw": withdraw,
    "return": send_back,
    "publish": publish,
    "archive": archive,
    "restore": restore,
    "override": override,
}


@transaction.atomic
def save_edit(episode: Episode, *, by: Account, changed: list[str], reason: str = "") -> None:
    """Save an edited episode, and record `by` as the last account to change its texts.

    If only typing errors were corrected, the recorded account stays the same. `changed` lists the
    names of the edited fields. A text that differs from the database but is not in `changed` comes
    from a restored version and keeps its origin (`TextOrigin`). The workflow status does not
    change, and a scheduled publication is cancelled.
    """
    texts = [name for name in Episode.TEXTS if name in changed]
    differing = bool(texts)
    if episode.pk:
        stored = _locked(episode)
        for name in ("status", "submitted_by_id", "texts_changed_by_id"):
            setattr(episode, name, getattr(stored, name))
        differing |= any(getattr(episode, n) != getattr(stored, n) for n in Episode.TEXTS)
        if (changed or differing) and cancel_schedule(stored):
            reason = f"{reason} This change cancelled the scheduled publication.".strip()
        differing &= not is_minor(_texts(stored), _texts(episode))
    set_authors(episode, changed)
    if differing or any(f"{name}_by" in changed for name in Episode.TEXTS):
        episode.texts_changed_by = known_account(by)
    set_history_author(episode, known_account(by), reason)
    episode.save()


def set_authors(episode: Episode, changed: list[str]) -> None:
    """Mark changed texts as written by an editor, and reset the audio details for a new URL."""
    for name in Episode.TEXTS:
        if name in changed and f"{name}_by" not in changed:
            setattr(episode, f"{name}_by", TextOrigin.EDITOR)
    if "audio_url" in changed:
        for name, default in Episode.OF_AUDIO.items():
            if name not in changed:
                setattr(episode, name, default)


def _step(
    step: str, episode: Episode, by: Account, reason: str, deed: str, to: Episode.Status | None
) -> Episode:
    with transaction.atomic():
        stored = _locked(episode)
        _refuse(step, stored, by, reason)
        if to is None:
            is_scored = stored.assessments.filter(leads=True).exists()
            to = Status.SCORED if is_scored else Status.DRAFT
        if step == "submit":
            # Submitting counts as the last change to the texts. If another person submits the
            # texts, two people have seen them, and their author can publish the episode.
            stored.submitted_by = stored.texts_changed_by = known_account(by)
        summary = f"{deed}: {reason.strip()}" if reason.strip() else deed
        cancel_schedule(stored)
        set_status(stored, to, by=known_account(by), reason=summary)
    episode.status = to
    return stored


def _locked(episode: Episode) -> Episode:
    return Episode.objects.select_for_update().get(pk=episode.pk)


def _refuse(step: str, episode: Episode, by: Account, reason: str) -> None:
    reasons = rejection_reasons(step, episode, by=by, reason=reason)
    if reasons:
        raise Rejected(reasons)


def known_account(by: Account) -> AbstractUser:
    """Return `by`, or raise NotAllowed if nobody is signed in."""
    if not isinstance(by, AbstractUser):
        raise NotAllowed(["Sign in first."])
    return by


def _state(episode: Episode) -> str:
    label = Status(episode.status).label.lower()
    return f"a {label}" if episode.status == Status.DRAFT else label


def text_fault(episode: Episode, name: str) -> str:
    title = TITLES[name]
    by = TextOrigin(getattr(episode, f"{name}_by"))
    if not getattr(episode, name).strip():
        return f"“{title}” is empty; a person must write it."
    if by != TextOrigin.EDITOR:
        return f"“{title}” is {by.label.lower()}; a person must write it."
    return ""


def _texts(episode: Episode) -> dict[str, str]:
    return {name: getattr(episode, name) for name in Episode.TEXTS}


def _own_work(episode: Episode, by: Account) -> list[str]:
    if by.pk is None:
        return []
    reasons = []
    if episode.submitted_by_id == by.pk:
        reasons.append("You submitted this episode for review; someone else must publish it.")
    if episode.texts_changed_by_id == by.pk:
        reasons.append("You made the last change to its texts; someone else must publish it.")
    return reasons
