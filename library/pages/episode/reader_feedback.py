"""Reader comments on episode pages. They never change a score."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from library.models import Episode
from scoring.models import Challenge


@dataclass(frozen=True, slots=True)
class ReaderComments:
    """The number of accepted reader comments of each kind on an episode."""

    agree: int
    disagree: int
    misread: int

    @property
    def sentence(self) -> str:
        """Sentences that state the numbers, or '' if all of them are 0."""
        sentences = []
        if self.agree or self.disagree:
            sentences.append(
                f"{_readers(self.agree)} agreed with the position, {self.disagree} did not."
            )
        if self.misread:
            passages = "passage" if self.misread == 1 else "passages"
            sentences.append(f"{self.misread} {passages} challenged and answered.")
        return " ".join(sentences)


def readers_of(episode: Episode) -> ReaderComments:
    """Count the accepted reader comments on an episode. One query."""
    accepted = Challenge.objects.filter(episode=episode).accepted().order_by()
    counts = dict(accepted.values_list("kind").annotate(Count("pk")))
    return ReaderComments(**{kind.value: counts.get(kind.value, 0) for kind in Challenge.Kind})


def answered_by_segment(transcript_id: int) -> dict[int, Sequence[Challenge]]:
    """Return the accepted challenges to a transcript's segments, by segment key. One query."""
    by_segment = defaultdict[int, list[Challenge]](list)
    for challenge in Challenge.objects.answered_of(transcript_id):
        if challenge.segment_id is not None:
            by_segment[challenge.segment_id].append(challenge)
    return dict(by_segment)


def _readers(number: int) -> str:
    return f"{number} reader" if number == 1 else f"{number} readers"
