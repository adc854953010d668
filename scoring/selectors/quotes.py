"""Find pairs of passages from two conversations that disagree about the same topic."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from library.models import Segment
from scoring.core.topics.excerpt import excerpt
from scoring.core.topics.passages import PassagePair, Said, nearest_pair
from scoring.models import Assessment, SegmentSubject, Term, TranscriptTopics


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted passage: segment number, start in seconds if known, score and an excerpt."""

    index: int
    start: float | None
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The current transcript of an episode, with its passages in order."""

    transcript_id: int
    passages: Sequence[Said]


def quotes_between(episode_id: int, others: Collection[int]) -> dict[int, tuple[Quote, Quote]]:
    """Return a pair of disagreeing quotes for each episode in `others`, by episode.

    The first quote is from the episode `episode_id`, and the second from the other episode. If
    several pairs disagree, the pair with the most similar topics is chosen. Episodes without a
    disagreeing pair are left out. Runs up to five queries.
    """
    spoken = _spoken([episode_id, *others]) if others else {}
    ours = spoken.get(episode_id)
    if ours is None:
        return {}
    pairs: dict[int, PassagePair] = {}
    for other in others:
        theirs = spoken.get(other)
        pair = theirs and nearest_pair(ours.passages, theirs.passages)
        if pair:
            pairs[other] = pair
    if not pairs:
        return {}
    chosen = {
        other: (ours.passages[pair.ours], spoken[other].passages[pair.theirs])
        for other, pair in pairs.items()
    }
    wanted, shared = Q(), set[int]()
    for other, pair in pairs.items():
        wanted |= Q(transcript=ours.transcript_id, index=pair.ours + 1)
        wanted |= Q(transcript=spoken[other].transcript_id, index=pair.theirs + 1)
        shared |= chosen[other][0].terms.keys() & chosen[other][1].terms.keys()
    found = {(one.transcript_id, one.index): one for one in Segment.objects.filter(wanted)}
    terms = dict(Term.objects.filter(pk__in=shared).values_list("pk", "text"))
    quoted: dict[int, tuple[Quote, Quote]] = {}
    for other, pair in pairs.items():
        one, two = chosen[other]
        said = [terms[term] for term in one.terms.keys() & two.terms.keys()]
        quoted[other] = (
            _quote(found[ours.transcript_id, pair.ours + 1], one.score, said),
            _quote(found[spoken[other].transcript_id, pair.theirs + 1], two.score, said),
        )
    return quoted


def _quote(segment: Segment, score: float, terms: Sequence[str]) -> Quote:
    return Quote(segment.index, segment.start, score, excerpt(segment.text, terms))


def _spoken(episodes: Collection[int]) -> dict[int, Spoken]:
    """Return the current transcripts that are indexed and scored, by episode."""
    assessed = (
        Assessment.objects.filter(episode__in=episodes)
        .automatic()
        .of_current_transcript()
        .preferred_first()
        .reverse()
        .values_list("episode", "transcript", "trail", "left_out", "off_topic")
    )
    # In reverse order, each episode's preferred assessment comes last and replaces the others.
    trails = {
        episode: (transcript, trail, {*left_out, *off_topic})
        for episode, transcript, trail, left_out, off_topic in assessed
    }
    topics = dict(
        TranscriptTopics.objects.filter(
            transcript__in=[transcript for transcript, _, _ in trails.values()]
        ).values_list("transcript", "passages")
    )
    subjects: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    mentions = SegmentSubject.objects.filter(segment__transcript__in=topics)
    for transcript, index, subject in mentions.values_list(
        "segment__transcript", "segment__index", "subject"
    ):
        subjects[transcript, index].add(subject)
    return {
        episode: _scored(transcript, topics[transcript], trail, aside, subjects)
        for episode, (transcript, trail, aside) in trails.items()
        if transcript in topics and len(topics[transcript]) == len(trail) + len(aside)
    }


def _scored(
    transcript: int,
    topics: Sequence[Sequence[tuple[int, float]]],
    trail: Sequence[float],
    aside: Collection[int],
    subjects: Mapping[tuple[int, int], Collection[int]],
) -> Spoken:
    """Return the transcript with a score for every passage.

    Passages whose number is in `aside` get a score of 0 and no topics.
    """
    scores = iter(trail)
    return Spoken(
        transcript,
        [
            Said({}, (), 0.0)
            if index in aside
            else Said(dict(vector), subjects.get((transcript, index), ()), next(scores))
            for index, vector in enumerate(topics, 1)
        ],
    )
