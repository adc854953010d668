"""Find pairs of passages from two conversations that disagree about the same topic."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from scoring.core.topics.excerpt import Mark, excerpt
from scoring.core.topics.passages import PassagePair, ScoredPassage, nearest_pair
from scoring.models import Assessment, SegmentScore, SegmentSubject, Term, TranscriptTopics


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted passage: segment number, start in seconds if known, score and an excerpt."""

    index: int
    start: float | None
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """The key of an episode's current automatic assessment, and its scored passages in order."""

    assessment_id: int
    passages: Sequence[ScoredPassage]


def quotes_between(episode_id: int, others: Collection[int]) -> dict[int, tuple[Quote, Quote]]:
    """Return a pair of disagreeing quotes for each of `others`, by episode. Runs five queries.

    The first quote is from the episode `episode_id`, and the second from the other episode. If
    several pairs disagree, the pair with the most similar topics is chosen. Episodes without a
    disagreeing pair are left out, and so are pairs in which a passage has no phrase to quote.
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
    scores = _scores(
        (conversation.assessment_id, index + 1)
        for other, pair in pairs.items()
        for conversation, index in ((ours, pair.ours), (spoken[other], pair.theirs))
    )
    shared = {
        other: ours.passages[pair.ours].terms.keys()
        & spoken[other].passages[pair.theirs].terms.keys()
        for other, pair in pairs.items()
    }
    keys = set[int]().union(*shared.values())
    texts = dict(Term.objects.filter(pk__in=keys).values_list("pk", "text"))
    quoted: dict[int, tuple[Quote, Quote]] = {}
    for other, pair in pairs.items():
        terms = [texts[term] for term in shared[other]]
        first = _quote(scores.get((ours.assessment_id, pair.ours + 1)), terms)
        second = _quote(scores.get((spoken[other].assessment_id, pair.theirs + 1)), terms)
        if first and second:
            quoted[other] = first, second
    return quoted


def _scores(passages: Iterable[tuple[int, int]]) -> dict[tuple[int, int], SegmentScore]:
    """Return scores with their segments, by assessment and segment number. Runs one query."""
    chosen = Q()
    for assessment, index in passages:
        chosen |= Q(assessment=assessment, segment__index=index)
    rows = SegmentScore.objects.filter(chosen).select_related("segment")
    return {(row.assessment_id, row.segment.index): row for row in rows}


def _quote(score: SegmentScore | None, terms: Sequence[str]) -> Quote | None:
    """Return the quote, or None if no phrase can be quoted.

    The score is None if a scoring run replaced it after `_spoken` read the assessment.
    """
    if score is None or score.score is None:
        return None
    side = score.score
    marks = [
        Mark(phrase["start"], phrase["end"], phrase["share"])
        for phrase in score.phrases
        if phrase["share"] * side > 0
    ]
    segment = score.segment
    text = excerpt(segment.text, marks, terms)
    return Quote(segment.index, segment.start, side, text) if text else None


def _spoken(episodes: Collection[int]) -> dict[int, Spoken]:
    """Return the conversations whose current transcript is indexed and scored, by episode."""
    assessed = (
        Assessment.objects.filter(episode__in=episodes)
        .automatic()
        .of_current_transcript()
        .preferred_first()
        .reverse()
        .values_list("episode", "transcript", "pk", "trail", "left_out", "off_topic")
    )
    # In reverse order, each episode's preferred assessment comes last and replaces the others.
    trails = {
        episode: (transcript, assessment, trail, {*left_out, *off_topic})
        for episode, transcript, assessment, trail, left_out, off_topic in assessed
    }
    topics = dict(
        TranscriptTopics.objects.filter(
            transcript__in=[transcript for transcript, *_ in trails.values()]
        ).values_list("transcript", "passages")
    )
    subjects: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    mentions = SegmentSubject.objects.filter(segment__transcript__in=topics)
    for transcript, index, subject in mentions.values_list(
        "segment__transcript", "segment__index", "subject"
    ):
        subjects[transcript, index].add(subject)
    return {
        episode: Spoken(assessment, _scored(transcript, topics[transcript], trail, aside, subjects))
        for episode, (transcript, assessment, trail, aside) in trails.items()
        if transcript in topics and len(topics[transcript]) == len(trail) + len(aside)
    }


def _scored(
    transcript: int,
    topics: Sequence[Sequence[tuple[int, float]]],
    trail: Sequence[float],
    aside: Collection[int],
    subjects: Mapping[tuple[int, int], Collection[int]],
) -> list[ScoredPassage]:
    """Return all passages of a transcript with their scores.

    Passages whose number is in `aside` get a score of 0 and no topics.
    """
    scores = iter(trail)
    return [
        ScoredPassage({}, (), 0.0)
        if index in aside
        else ScoredPassage(dict(vector), subjects.get((transcript, index), ()), next(scores))
        for index, vector in enumerate(topics, 1)
    ]
