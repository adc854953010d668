"""The page of a whole transcript."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from library import charts
from library.captions.excerpts import WORDS, beginning_of
from library.captions.paragraphs import Paragraph, paragraphs
from library.captions.write import Format, formats_for
from library.models import Episode, Transcript
from library.pages.episode.provenance import provenance_of
from library.pages.episode.quotes import strongest
from library.pages.episode.reader_feedback import answered_by_segment
from library.text import highlighting
from scoring.core.spectrum import band_of
from scoring.models import Challenge, SegmentScore
from scoring.selectors.answering_passages import answered_segments

GUTTER_WIDTH, GUTTER_REACH, GUTTER_STUB = 40.0, 50, 1.2
"""The gutter's view box, the points each way it has room for, and its least width of a bar."""
PHRASES_LISTED = 8


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph as the viewer shows it; `anchor` is '' where no second can be linked to."""

    speaker: str
    start: float | None
    anchor: str
    pieces: Sequence[highlighting.Piece]


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment of the transcript with its score, if it has one yet."""

    index: int
    start: float | None
    end: float | None
    score: SegmentScore | None
    turns: Sequence[Turn]
    said: Sequence[SegmentScore] = ()
    """What editors say of it, each with its reason."""
    challenges: Sequence[Challenge] = ()
    """What readers say of it, each with a moderator's answer."""
    has_answer: bool = False
    """Whether a passage elsewhere answers it from the other side."""
    aside: str = ""
    """Why it is in no figure: advertising, or not about AI."""

    @property
    def points(self) -> float | None:
        """Its score, None where it has none or is in no figure."""
        return None if self.aside or self.score is None else self.score.score

    @property
    def tone(self) -> str:
        return charts.tone(self.points) if self.score else ""

    @property
    def band(self) -> str:
        return "" if self.points is None else band_of(self.points).label

    @property
    def bar(self) -> tuple[float, float]:
        """Left edge and width of the gutter's bar: left of the middle is risk-forward."""
        middle = GUTTER_WIDTH / 2
        score = self.points or 0.0
        width = round(max(GUTTER_STUB, min(1.0, abs(score) / GUTTER_REACH) * middle), 1)
        return (round(middle - width, 1), width) if score < 0 else (middle, width)

    @property
    def phrases(self) -> list[dict[str, Any]]:
        return strongest(self.score.phrases)[:PHRASES_LISTED] if self.score else []

    @property
    def rest(self) -> float:
        """Points that the phrases listed do not account for."""
        score = (self.score.score if self.score else None) or 0.0
        return float(score - sum(phrase["share"] for phrase in self.phrases))


class TranscriptPage:
    """The whole transcript, by segments and paragraphs; the same number of queries for any.

    With words to `find` the page marks them instead of the phrases behind the scores.
    """

    words_shown = WORDS
    """Of each passage, where the words may not be given on."""

    def __init__(self, episode: Episode, transcript: Transcript, *, find: str = "") -> None:
        self.episode = episode
        self.transcript = transcript
        self.find = find.strip()
        # The words are read from the cues.
        self._segments = list(transcript.segments.order_by("index").defer("text"))
        begins = [(segment.first_cue, segment.first_word) for segment in self._segments]
        # Not sliced yet: the words are there all the same.
        self._paragraphs = paragraphs(transcript.read_shown_cues(), begins or [(0, 0)])
        if not episode.shares_text:
            self._paragraphs = [beginning_of(passage) for passage in self._paragraphs]
        self.assessment = transcript.assessments.automatic().in_force()
        self._wanted = self._words_to_mark()
        self._anchors: set[str] = set()

    @cached_property
    def passages(self) -> list[Passage]:
        scores = (
            {score.segment_id: score for score in self.assessment.segment_scores.all()}
            if self.assessment
            else {}
        )
        said = defaultdict[int, list[SegmentScore]](list)
        for score in SegmentScore.objects.said_by_editors_of(self.transcript.pk):
            said[score.segment_id].append(score)
        with_answers = answered_segments(self.transcript.pk)
        challenged = answered_by_segment(self.transcript.pk)
        asides = self.assessment.asides() if self.assessment else {}
        return [
            Passage(
                segment.index,
                segment.start,
                segment.end,
                scores.get(segment.pk),
                list(
                    self._turns(words, None if segment.index in asides else scores.get(segment.pk))
                ),
                said.get(segment.pk, ()),
                challenged.get(segment.pk, ()),
                has_answer=segment.pk in with_answers,
                aside=asides.get(segment.index, ""),
            )
            for segment, words in zip(self._segments, self._paragraphs, strict=False)
        ]

    @cached_property
    def unsliced(self) -> list[Turn]:
        if self._segments:
            return []
        return list(self._turns(self._paragraphs[0], None))

    @cached_property
    def found(self) -> int:
        """How many places are marked as found."""
        turns = [turn for passage in self.passages for turn in passage.turns] + self.unsliced
        return sum(piece.kind == "find" for turn in turns for piece in turn.pieces)

    def address_at(self, seconds: float) -> str:
        """Return the fragment of the paragraph that is spoken at `seconds`, or ''."""
        turns = [turn for passage in self.passages for turn in passage.turns]
        spoken = [turn.anchor for turn in turns if turn.anchor and (turn.start or 0.0) <= seconds]
        return f"#{spoken[-1]}" if spoken else ""

    @property
    def formats(self) -> list[Format]:
        """The formats it may be had in; none where the words may not be given on."""
        return formats_for(timed=self.transcript.is_timed) if self.episode.shares_text else []

    @property
    def provenance(self) -> list[str]:
        return provenance_of(self.transcript)

    def _words_to_mark(self) -> list[str]:
        """The words to find together; each on its own where they nowhere stand so."""
        text = self.find.replace('"', " ").strip()
        everything = (paragraph.text for group in self._paragraphs for paragraph in group)
        if not text or any(highlighting.found(each, text) for each in everything):
            return [text] if text else []
        return [word for word in text.split() if word != "OR" and not word.startswith("-")]

    def _turns(self, words: Sequence[Paragraph], score: SegmentScore | None) -> Iterator[Turn]:
        moved = highlighting.moved(score.phrases, score.score) if score else []
        at = 0
        for paragraph in words:
            end = at + len(paragraph.text)
            spans = highlighting.within(moved, at, end)
            if self._wanted:
                spans = [
                    span
                    for each in self._wanted
                    for span in highlighting.found(paragraph.text, each)
                ]
            yield Turn(
                paragraph.speaker,
                paragraph.start,
                self._anchor(paragraph.start),
                highlighting.cut(paragraph.text, spans),
            )
            at = end + 1

    def _anchor(self, start: float | None) -> str:
        """The fragment of a paragraph, by its second; of two in one second only the first's."""
        anchor = "" if start is None else f"t{int(start)}"
        if anchor in self._anchors:
            return ""
        self._anchors.add(anchor)
        return anchor
