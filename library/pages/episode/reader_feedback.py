"""What readers say, as pages show it: beside the scores and in none of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from library.models import Episode
from scoring.models import Challenge


@dataclass(frozen=True, slots=True)
class ReadersSaid:
    """How many accepted words of readers there are on an episode, of each kind."""

    agree: int
    disagree: int
    misread: int

    @property
    def sentence(self) -> str:
        """The counts in words, or '' where there are none."""
        said = []
        if self.agree or self.disagree:
            said.append(
                f"{_readers(self.agree)} agreed with the position, {self.disagree} did not."
            )
        if self.misread:
            passages = "passage" if self.misread == 1 else "passages"
            said.append(f"{self.misread} {passages} challenged and answered.")
        return " ".join(said)


def readers_of(episode: Episode) -> ReadersSaid:
    """Count the accepted words of readers on an episode by one query."""
    accepted = Challenge.objects.filter(episode=episode).accepted().order_by()
    counts = dict(accepted.values_list("kind").annotate(Count("pk")))
    return ReadersSaid(**{kind.value: counts.get(kind.value, 0) for kind in Challenge.Kind})


def answered_by_segment(transcript_id: int) -> dict[int, Sequence[Challenge]]:
    """Return the answered challenges of a transcript by the keys of its segments; one query."""
    found = defaultdict[int, list[Challenge]](list)
    for challenge in Challenge.objects.answered_of(transcript_id):
        if challenge.segment_id is not None:
            found[challenge.segment_id].append(challenge)
    return dict(found)


def _readers(number: int) -> str:
    return f"{number} reader" if number == 1 else f"{number} readers"
