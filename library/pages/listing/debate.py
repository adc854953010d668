"""The most extreme passages on a subject, with one column for each side."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from library.models import Episode, Segment
from library.pages.links import link
from scoring.core.answering.trimming import trim
from scoring.core.spectrum import BAND_EDGE, Band, band_of
from scoring.core.subjects.tagger import Tagger
from scoring.models import SegmentSubject, Subject

MAX_PASSAGES = 5
LOADED = 60
"""Number of passages loaded per side; at most one passage per conversation is shown."""


@dataclass(frozen=True, slots=True)
class DebatePassage:
    """A passage that mentions the subject, trimmed to the relevant sentences."""

    segment: Segment
    score: float
    text: str

    @property
    def episode(self) -> Episode:
        return self.segment.transcript.episode

    @property
    def band(self) -> str:
        return band_of(self.score).value

    @property
    def shared_text(self) -> str | None:
        """The text; None if the transcript may not be republished."""
        return self.text if self.episode.shares_text else None

    @property
    def url(self) -> str:
        return f"{self.episode.transcript_url}#s{self.segment.index}"


@dataclass(frozen=True, slots=True)
class DebateColumn:
    """The passages on one side, most extreme first."""

    title: str
    passages: list[DebatePassage]


class Debate:
    """Both sides of a subject. Two queries."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._tagger = Tagger([subject.as_row()])

    @cached_property
    def columns(self) -> list[DebateColumn]:
        mentions = SegmentSubject.objects.filter(
            subject=self.subject,
            segment__transcript__is_current=True,
            segment__transcript__episode__status="published",
        )
        mentions = mentions.select_related("segment__transcript__episode__show")
        mentions = mentions.defer("segment__transcript__cues")
        low = mentions.filter(score__lte=0.5 - BAND_EDGE).order_by("score", "pk")
        high = mentions.filter(score__gte=BAND_EDGE - 0.5).order_by("-score", "pk")
        return [self._column(Band.RISK, low), self._column(Band.OPPORTUNITY, high)]

    def _column(self, band: Band, mentions: QuerySet[SegmentSubject]) -> DebateColumn:
        passages: dict[int, DebatePassage] = {}
        for mention in mentions[:LOADED]:
            segment = mention.segment
            episode = segment.transcript.episode_id
            if episode not in passages and len(passages) < MAX_PASSAGES:
                passages[episode] = DebatePassage(
                    segment, mention.score or 0.0, self._trimmed(segment.text)
                )
        return DebateColumn(band.label, list(passages.values()))

    def _trimmed(self, text: str) -> str:
        start, end = trim(text, self._tagger.tag(text), [self.subject.slug])
        return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"

    @property
    def risk_forward(self) -> list[DebatePassage]:
        return self.columns[0].passages

    @property
    def opportunity_forward(self) -> list[DebatePassage]:
        return self.columns[1].passages

    @property
    def path_url(self) -> str:
        return link(reverse("library:path"), {"subject": self.subject.slug})
