"""Find answers between conversations, for reading paths."""

from collections.abc import Collection

from scoring.core.path import Link
from scoring.models import PassageAnswer


def links_between(episodes: Collection[int], *, subject: str = "") -> dict[tuple[int, int], Link]:
    """Return the nearest answer between each pair of `episodes`, if there is one. One query.

    The keys are (answered episode, answering episode) pairs. If `subject`, the slug of a subject,
    is given, only answers that share that subject count.
    """
    rows = PassageAnswer.objects.filter(
        question__transcript__episode__in=episodes,
        question__transcript__is_current=True,
        answer__transcript__episode__in=episodes,
        answer__transcript__is_current=True,
    ).order_by("nearness", "-pk")
    found: dict[tuple[int, int], Link] = {}
    for asked, answering, question, answer, nearness, subjects in rows.values_list(
        "question__transcript__episode",
        "answer__transcript__episode",
        "question",
        "answer",
        "nearness",
        "subjects",
    ):
        if not subject or subject in subjects:
            found[asked, answering] = Link(question, answer, nearness, tuple(subjects))
    return found
