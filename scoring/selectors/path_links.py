"""Find passages that answer passages of another conversation, to build reading paths."""

from collections.abc import Collection

from scoring.core.path import Link
from scoring.models import PassageAnswer


def links_between(episodes: Collection[int], *, subject: str = "") -> dict[tuple[int, int], Link]:
    """Return the most similar answer, if there is one, for each ordered pair of `episodes`.

    The keys are (answered episode, answering episode) pairs. If `subject` (a slug) is given, only
    answers that share this subject are considered. Runs one query.
    """
    rows = PassageAnswer.objects.filter(
        question__transcript__episode__in=episodes,
        question__transcript__is_current=True,
        answer__transcript__episode__in=episodes,
        answer__transcript__is_current=True,
    ).order_by("nearness", "-pk")
    links: dict[tuple[int, int], Link] = {}
    for answered, answering, question, answer, nearness, subjects in rows.values_list(
        "question__transcript__episode",
        "answer__transcript__episode",
        "question",
        "answer",
        "nearness",
        "subjects",
    ):
        if not subject or subject in subjects:
            links[answered, answering] = Link(question, answer, nearness, tuple(subjects))
    return links
