"""The pair of passages, one from each of two conversations, that speak of the same thing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from library.models import Segment
from scoring.core.topics.excerpt import excerpt
from scoring.core.topics.passages import PassagePair, nearest_pair
from scoring.models import Assessment, Term, TranscriptTopics


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as it is quoted: its place in the transcript, its score, and some of its words."""

    index: int
    start: float | None
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The current transcript of an episode: topics and scores of its passages, in order."""

    transcript_id: int
    passages: Sequence[dict[int, float]]
    scores: Sequence[float]


def quotes_between(episode_id: int, others: Collection[int]) -> dict[int, tuple[Quote, Quote]]:
    """Return for each other episode the nearest pair of passages, ours first; four queries.

    An episode of which no passage is near one of ours is left out.
    """
    spoken = _spoken([episode_id, *others])
    ours = spoken.get(episode_id)
    if ours is None:
        return {}
    pairs: dict[int, PassagePair] = {}
    for other in others:
        theirs = spoken.get(other)
        pair = theirs and nearest_pair(ours.passages, theirs.passages, ours.scores, theirs.scores)
        if pair:
            pairs[other] = pair
    wanted = Q()
    shared: set[int] = set()
    for other, pair in pairs.items():
        wanted |= Q(transcript=ours.transcript_id, index=pair.ours + 1)
        wanted |= Q(transcript=spoken[other].transcript_id, index=pair.theirs + 1)
        shared |= ours.passages[pair.ours].keys() & spoken[other].passages[pair.theirs].keys()
    if not pairs:
        return {}
    found = {(one.transcript_id, one.index): one for one in Segment.objects.filter(wanted)}
    terms = dict(Term.objects.filter(pk__in=shared).values_list("pk", "text"))
    quoted: dict[int, tuple[Quote, Quote]] = {}
    for other, pair in pairs.items():
        theirs = spoken[other]
        common = ours.passages[pair.ours].keys() & theirs.passages[pair.theirs].keys()
        said = [terms[term] for term in common]
        quoted[other] = (
            _quote(found[ours.transcript_id, pair.ours + 1], ours.scores[pair.ours], said),
            _quote(found[theirs.transcript_id, pair.theirs + 1], theirs.scores[pair.theirs], said),
        )
    return quoted


def _quote(segment: Segment, score: float, terms: Sequence[str]) -> Quote:
    return Quote(segment.index, segment.start, score, excerpt(segment.text, terms))


def _spoken(episodes: Collection[int]) -> dict[int, Spoken]:
    """Return what is known of the current transcripts that are indexed and scored."""
    assessed = (
        Assessment.objects.filter(episode__in=episodes)
        .automatic()
        .of_current_transcript()
        .preferred_first()
        .reverse()
        .values_list("episode", "transcript", "trail", "left_out", "off_topic")
    )
    # The last of an episode is the one in force.
    trails = {
        episode: (transcript, trail, {*left_out, *off_topic})
        for episode, transcript, trail, left_out, off_topic in assessed
    }
    topics = dict(
        TranscriptTopics.objects.filter(
            transcript__in=[transcript for transcript, _, _ in trails.values()]
        ).values_list("transcript", "passages")
    )
    return {
        episode: _scored(transcript, topics[transcript], trail, aside)
        for episode, (transcript, trail, aside) in trails.items()
        if transcript in topics and len(topics[transcript]) == len(trail) + len(aside)
    }


def _scored(
    transcript: int,
    topics: Sequence[Sequence[tuple[int, float]]],
    trail: Sequence[float],
    aside: Collection[int],
) -> Spoken:
    """Return every passage with its score; those numbered in `aside` have no topics, and 0."""
    scores = iter(trail)
    counts = [number not in aside for number in range(1, len(topics) + 1)]
    return Spoken(
        transcript,
        [dict(vector) if counted else {} for vector, counted in zip(topics, counts, strict=True)],
        [next(scores) if counted else 0.0 for counted in counts],
    )
