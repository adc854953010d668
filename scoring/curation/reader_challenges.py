"""What readers say of scores: taking it in, and a moderator's decision.

A reader's word never reaches a score. What a moderator decides of a passage is a label, from
which a later scorer may learn.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from library.models import Episode, Segment
from library.services.episodes import author
from scoring.models import Assessment, Challenge

MOST_WAITING = 2000
"""Beyond any number that moderators could read; whoever sends more is not a reader."""


class NotTaken(ValueError):
    """A challenge that cannot be taken in or decided so; the message says why, in a sentence."""


@transaction.atomic
def challenge_segment(
    segment: Segment, *, reading: Assessment, shown: float, proposed: str, words: str
) -> Challenge:
    """Keep what a reader says of the score `shown` of a passage, for a moderator."""
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
    """Keep whether a reader agrees with the position that leads an episode, for a moderator."""
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
    """Store a moderator's decision; it may be changed later, and its history says by whom.

    Raises NotTaken, and changes nothing, when a passage is accepted without an answer, or a
    label has a score but no lens, or is not of a passage.
    """
    stored = Challenge.objects.select_for_update().get(pk=challenge.pk)
    fault = decision_fault(stored, state=state, answer=answer, score=score, lens=lens)
    if fault:
        raise NotTaken(fault)
    stored.state, stored.answer = state, answer.strip()
    stored.score, stored.lens = score, lens
    stored.decided_by, stored.decided_at = by, timezone.now()
    author(stored, by, f"Decided: {state.label.lower()}")
    stored.save()
    return stored


def decision_fault(
    challenge: Challenge, *, state: str, answer: str, score: float | None, lens: str
) -> str:
    """Return what is wrong with a decision, in a sentence, or ''."""
    misread = challenge.kind == Challenge.Kind.MISREAD
    if state == Challenge.State.ACCEPTED and misread and not answer.strip():
        return "Answer the reader; the answer is shown beside what the reader says."
    if (score is None) != (not lens):
        return "A label has both a score and a lens."
    if score is not None and not misread:
        return "Only a passage can be given a label."
    return ""


def _receive(**said: object) -> Challenge:
    if Challenge.objects.waiting().count() >= MOST_WAITING:
        raise NotTaken("Too many challenges wait to be read. Please come back another day.")
    return Challenge.objects.create(**said)
