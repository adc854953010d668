"""The editorial workflow: draft, scored, in review, published, archived.

An episode becomes scored when an assessment leads it (`scoring.services.assessing.choose_lead`).
From there people move it, each step a function here, with the account that acts. A step that is not
allowed raises `Refused` with every reason, one plain sentence each, and changes nothing.
"""

from collections.abc import Callable

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import transaction

from library.models import Episode, TextOrigin
from library.services.episodes import author, publish_episode, set_status

Status = Episode.Status
Account = AbstractUser | AnonymousUser

MAY = {
    "submit": ("library.submit_episode", "hand episodes in for review"),
    "withdraw": ("library.submit_episode", "take episodes back from review"),
    "return": ("library.review_episode", "return episodes to their editors"),
    "publish": ("library.review_episode", "publish episodes"),
    "archive": ("library.archive_episode", "archive episodes"),
    "restore": ("library.archive_episode", "bring episodes back from the archive"),
    "override": ("library.override_publication", "publish against the rules"),
}
"""What each step needs: a permission, and how it is called in a sentence."""
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
NEEDS_REASON = frozenset({"return", "archive", "override"})


class Refused(ValueError):
    """A step of the workflow that is not allowed; `reasons` are all of them, in sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotAllowed(Refused):
    """A step that this account may not take, whatever the state of things."""


def shortcomings(episode: Episode) -> list[str]:
    """Return all that stands between `episode` and the site, whoever may ask."""
    found = [_text_fault(episode, name) for name in Episode.REQUIRED_TEXTS]
    transcript = episode.transcripts.current().without_cues().first()
    if transcript is not None and not transcript.gates_waived_reason:
        found += [f"Its transcript fails a gate. {said}" for said in transcript.failed_gates]
    if not episode.assessments.filter(leads=True).exists():
        found.append("No assessment leads it yet.")
    return [sentence for sentence in found if sentence]


def refusals(step: str, episode: Episode, *, by: Account, reason: str = "") -> list[str]:
    """Return every reason why `by` may not take this step with `episode` now."""
    found: list[str] = []
    permission, deed = MAY[step]
    if not by.has_perm(permission):
        found.append(f"Your account may not {deed}.")
    if episode.status not in FROM[step]:
        allowed = " or ".join(status.label.lower() for status in FROM[step])
        found.append(f"It is {_state(episode)}; this step begins at {allowed}.")
    if step in NEEDS_REASON and not reason.strip():
        found.append("Give a reason; it is kept in the history.")
    if step in ("submit", "publish"):
        found += shortcomings(episode)
    if step == "publish":
        found += _own_work(episode, by)
    return found


def submit(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Hand a scored episode in for review."""
    return _step("submit", episode, by, reason, "Handed in for review", Status.IN_REVIEW)


def withdraw(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Take an episode back from review."""
    return _step("withdraw", episode, by, reason, "Taken back from review", Status.SCORED)


def send_back(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Return an episode from review to its editors, with the reason."""
    return _step("return", episode, by, reason, "Returned", Status.SCORED)


def publish(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Put a reviewed episode on the site; its editor cannot be its only reader."""
    return _step("publish", episode, by, reason, "Reviewed and published", Status.PUBLISHED)


def archive(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Take an episode off the site or out of the queues, and keep it."""
    return _step("archive", episode, by, reason, "Archived", Status.ARCHIVED)


def restore(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Bring an episode back from the archive; it is reviewed again before it is published."""
    return _step("restore", episode, by, reason, "Brought back from the archive", None)


@transaction.atomic
def override(episode: Episode, *, by: Account, reason: str = "") -> Episode:
    """Publish against the rules; who did it and why stands in the history."""
    stored = _locked(episode)
    _refuse("override", stored, by, reason)
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
    """Store what `by` changed of an episode in a form; a changed text is that person's work.

    `changed` are the names of the fields typed in. A text that differs from the stored one without
    having been typed is an older version brought back, with its author. The state is not a field:
    what is stored of it stays.
    """
    texts = [name for name in Episode.TEXTS if name in changed]
    differing = bool(texts)
    if episode.pk:
        stored = _locked(episode)
        for name in ("status", "submitted_by_id", "texts_changed_by_id"):
            setattr(episode, name, getattr(stored, name))
        differing |= any(getattr(episode, n) != getattr(stored, n) for n in Episode.TEXTS)
    for name in texts:
        if f"{name}_by" not in changed:
            setattr(episode, f"{name}_by", TextOrigin.EDITOR)
    if "audio_url" in changed:
        for name, unknown in Episode.OF_AUDIO.items():
            if name not in changed:
                setattr(episode, name, unknown)
    if differing or any(f"{name}_by" in changed for name in Episode.TEXTS):
        episode.texts_changed_by = known_account(by)
    author(episode, known_account(by), reason)
    episode.save()


def _step(
    step: str, episode: Episode, by: Account, reason: str, deed: str, to: Episode.Status | None
) -> Episode:
    with transaction.atomic():
        stored = _locked(episode)
        _refuse(step, stored, by, reason)
        if to is None:
            led = stored.assessments.filter(leads=True).exists()
            to = Status.SCORED if led else Status.DRAFT
        stored.submitted_by = known_account(by) if step == "submit" else stored.submitted_by
        said = f"{deed}: {reason.strip()}" if reason.strip() else deed
        set_status(stored, to, by=known_account(by), reason=said)
    episode.status = to
    return stored


def _locked(episode: Episode) -> Episode:
    return Episode.objects.select_for_update().get(pk=episode.pk)


def _refuse(step: str, episode: Episode, by: Account, reason: str) -> None:
    found = refusals(step, episode, by=by, reason=reason)
    if found:
        raise Refused(found)


def known_account(by: Account) -> AbstractUser:
    """Return `by` as an account that can stand in a history, or raise Refused."""
    if not isinstance(by, AbstractUser):
        raise NotAllowed(["Sign in first."])
    return by


def _state(episode: Episode) -> str:
    label = Status(episode.status).label.lower()
    return f"a {label}" if episode.status == Status.DRAFT else label


def _text_fault(episode: Episode, name: str) -> str:
    title = TITLES[name]
    by = TextOrigin(getattr(episode, f"{name}_by"))
    if not getattr(episode, name).strip():
        return f"“{title}” is empty; a person must write it."
    if by != TextOrigin.EDITOR:
        return f"“{title}” is {by.label.lower()}; a person must write it."
    return ""


def _own_work(episode: Episode, by: Account) -> list[str]:
    if by.pk is None:
        return []
    found = []
    if episode.submitted_by_id == by.pk:
        found.append("You handed it in for review; another account must publish it.")
    if episode.texts_changed_by_id == by.pk:
        found.append("You changed its texts last; another account must publish it.")
    return found
