"""Reader challenges to scores, and the decisions of moderators.

A challenge never changes a score. If a moderator accepts a challenge to a passage and enters
another score for the passage, that score becomes a label for training future scorers.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from library.models import Episode, Segment
from library.services.versions import set_history_author
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN
from scoring.models import Assessment, Challenge

MAX_WAITING = 2000
"""Maximum number of waiting challenges; a longer queue is almost certainly spam."""


class ChallengeError(ValueError):
    """The challenge or decision was refused; the message is a sentence for the user."""


@transaction.atomic
def challenge_segment(
    segment: Segment, *, reading: Assessment, shown: float, proposed: str, words: str
) -> Challenge:
    """Store a reader's challenge to the score of a segment, for moderation.

    `shown` is the score that the reader saw, and `proposed` the band that the reader suggests.
    """
    return _receive(
        episode=segment.transcript.episode,
        segment=segment,
        assessment=reading,
        kind=Challenge.Kind.MISREAD,
        shown=shown,
        proposed=proposed,
        words=words,
    )


@transaction.atomic
def take_opinion(
    episode: Episode, *, lead: Assessment, kind: Challenge.Kind, proposed: str = "", words: str = ""
) -> Challenge:
    """Store a reader's agreement or disagreement with an episode's position, for moderation."""
    return _receive(
        episode=episode,
        assessment=lead,
        kind=kind,
        shown=lead.position,
        proposed=proposed,
        words=words,
    )


@transaction.atomic
def decide(
    challenge: Challenge,
    *,
    state: Challenge.State,
    by: User,
    answer: str = "",
    score: float | None = None,
    lens: str = "",
) -> Challenge:
    """Store a moderator's decision, and record it in the history.

    Raises ChallengeError and stores nothing if the decision is invalid (see `decision_faults`).
    """
    stored = Challenge.objects.select_for_update().get(pk=challenge.pk)
    faults = decision_faults(stored, state=state, answer=answer, score=score, lens=lens)
    if faults:
        raise ChallengeError(" ".join(faults.values()))
    stored.state, stored.answer = state, answer.strip()
    stored.score, stored.lens = score, lens
    stored.decided_by, stored.decided_at = by, timezone.now()
    set_history_author(stored, by, f"Decided: {state.label.lower()}")
    stored.save()
    return stored


def decision_faults(
    challenge: Challenge, *, state: str, answer: str, score: float | None, lens: str
) -> dict[str, str]:
    """Return a sentence for each field that makes the decision invalid, by field name.

    An accepted challenge to a passage needs an answer. Only challenges to passages can have a
    label. A label must have both a lens and a score on the scale.
    """
    faults: dict[str, str] = {}
    misread = challenge.kind == Challenge.Kind.MISREAD
    if state == Challenge.State.ACCEPTED and misread and not answer.strip():
        faults["answer"] = "Enter an answer; it is shown with the reader's comment."
    if (score is None) != (not lens):
        faults["lens" if score is not None else "score"] = "A label needs both a score and a lens."
    if score is not None and not misread:
        faults["score"] = "Only passages can have a label."
    elif score is not None and not SCALE_MIN <= score <= SCALE_MAX:
        faults["score"] = f"The score must be from {SCALE_MIN:g} to {SCALE_MAX:g}."
    return faults


def _receive(**fields: object) -> Challenge:
    if Challenge.objects.waiting().count() >= MAX_WAITING:
        raise ChallengeError(
            "Too many challenges are waiting for review. Please try again another day."
        )
    return Challenge.objects.create(**fields)
